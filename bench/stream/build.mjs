// Builds the peers' pages out of what npm installed: nothing of them is in this repository.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { PEERS } from './peers.mjs';

const HERE = import.meta.dirname;

/** Gives the folder of each built page and the versions; `modules` is where package.json is installed. */
export async function buildPeers(modules) {
  const { build } = createRequire(join(modules, 'package.json'))('esbuild');
  const { dependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
  const built = {};
  const versions = {};
  for (const [name, { package: wanted }] of Object.entries(PEERS)) {
    if (!wanted) continue;
    const page = join(HERE, 'peers', name);
    const outdir = join(modules, 'built', name);
    mkdirSync(outdir, { recursive: true });
    await build({
      entryPoints: [['main.js', 'main.jsx'].map((file) => join(page, file)).find((file) => existsSync(file))],
      outdir, bundle: true, minify: true, splitting: true, format: 'esm', target: 'es2022', jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' }, legalComments: 'none', logLevel: 'error',
      nodePaths: [join(modules, 'node_modules')],
    });
    if (existsSync(join(page, 'main.css'))) style(modules, page, outdir);
    built[name] = outdir;
    versions[name] = dependencies[wanted];
  }
  return { built, versions };
}

/** Tailwind reads the sheet where its packages are installed. */
function style(modules, page, outdir) {
  const sheet = join(modules, 'main.css');
  const source = readFileSync(join(page, 'main.css'), 'utf8').replaceAll('{{page}}', page);
  writeFileSync(sheet, source);
  const program = join(modules, 'node_modules/@tailwindcss/cli/dist/index.mjs');
  execFileSync(process.execPath, [program, '-i', sheet, '-o', join(outdir, 'main.css'), '--minify'], { cwd: modules, stdio: ['ignore', 'ignore', 'pipe'] });
}
