// Cargo's runner for tests that are compiled to wasm: `node component-tests.mjs FILE.wasm [ARGS]`.
//
// wasm-bindgen-test-runner serves the page with the tests, and Playwright's browser opens it: this needs no
// WebDriver that fits the browser to a digit.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { launch } from './browser.mjs';

const LIMIT = 120_000;

const server = spawn('wasm-bindgen-test-runner', process.argv.slice(2), {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((_, reject) => {
  server.on('error', reject);
  server.on('exit', (code) => reject(new Error(`wasm-bindgen-test-runner ended (${code})`)));
});

async function address() {
  for await (const line of createInterface({ input: server.stdout })) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return found[0];
  }
  return ended;
}

async function run() {
  const url = await Promise.race([address(), ended]);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message, error.stack));
    await page.goto(url);
    const output = page.locator('#output');
    await page.waitForFunction(
      () => /test result: |Error|panicked/.test(document.querySelector('#output')?.textContent ?? ''), undefined, { timeout: LIMIT },
    ).catch(() => console.error(`no result after ${LIMIT / 1000} s`));
    const text = await output.textContent();
    console.log(text);
    return /test result: ok/.test(text) ? 0 : 1;
  } finally {
    await browser.close();
  }
}

let code = 1;
try {
  code = await run();
} catch (error) {
  console.error(error.message);
}
server.removeAllListeners('exit');
server.kill();
process.exit(code);
