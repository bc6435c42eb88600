// How the browser is started, for all tests: the one that `cargo xtask` found or installed, else Playwright's own.
import { chromium } from '@playwright/test';

/** Without the network's background chatter, and without a sandbox where the user is root. */
export const launchOptions = {
  executablePath: process.env.CHROMIUM || undefined,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};

export const launch = () => chromium.launch(launchOptions);
