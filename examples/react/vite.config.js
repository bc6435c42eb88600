import { defineConfig } from 'vite';

export default defineConfig({
  // `vite dev` would copy the package's scripts elsewhere, away from its wasm.
  optimizeDeps: { exclude: ['causerie'] },
  oxc: { jsx: { runtime: 'automatic' } },
});
