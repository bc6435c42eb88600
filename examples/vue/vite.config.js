import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  // `vite dev` would copy the package's scripts elsewhere, away from its wasm.
  optimizeDeps: { exclude: ['causerie'] },
});
