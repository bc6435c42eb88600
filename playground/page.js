// The script of the standalone page. All it does is to load the settings where they are asked for, so that a page without
// them has nothing of them. The name of the module is put in by the build.
if (new URLSearchParams(location.search).has('settings')) import(BUILD_PLAYGROUND);
