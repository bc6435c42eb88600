// Holds the package's custom-elements.json against the schema of custom-elements-manifest.
import Ajv from 'ajv';
import { readFile } from 'node:fs/promises';

const read = async (path) => JSON.parse(await readFile(new URL(`node_modules/${path}`, import.meta.url), 'utf8'));
const check = new Ajv({ strict: false, allErrors: true }).compile(await read('custom-elements-manifest/schema.json'));
if (!check(await read('causerie/custom-elements.json'))) {
  for (const { instancePath, message } of check.errors) console.error(`custom-elements.json${instancePath}: ${message}`);
  process.exitCode = 1;
}
