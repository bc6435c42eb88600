// Further names that models give to code, by the grammar that reads it; highlight.js knows more of its own.
export const ALIASES = {
  bash: ['fish'],
  dockerfile: ['containerfile'],
  groovy: ['gradle'],
  ini: ['cfg', 'conf', 'dotenv', 'env', 'properties'],
  javascript: ['node', 'nodejs'],
  json: ['jsonl', 'ndjson'],
  julia: ['jl'],
  objectivec: ['objective-c'],
  python: ['py3', 'python3'],
  scss: ['sass'],
  shell: ['sh-session', 'terminal'],
  sql: ['mysql', 'plpgsql', 'plsql', 'postgres', 'postgresql', 'psql', 'sqlite', 'tsql'],
  xml: ['astro', 'htm', 'svelte', 'vue'],
};
