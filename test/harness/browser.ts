import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const program = '/usr/bin/chromium';

/** Why no test in a browser can run here, or nothing. */
export const noBrowser = existsSync(program) ? undefined : `there is no ${program}: apt-get install chromium`;

/** Keeps the browser from calling home, and from needing a display or privileges. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A fresh browser with a profile of its own, which is gone with it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: flags });
}

/** A page opened from a file, with all that it asked for and all that went wrong in it. */
export interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly faults: readonly string[];
}

export async function openFile(
  browser: Browser,
  path: string,
  window: { readonly width: number; readonly height: number } = { width: 1280, height: 900 },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Opened> {
  const page = await browser.newPage({ viewport: window, colorScheme });
  const requests: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`file://${path}`);
  return { page, requests, faults };
}
