import { once } from 'node:events';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noBrowser, openFile, startBrowser } from '../../harness/browser.js';
import { Folder } from '../../harness/folder.js';
import { mobileOf } from '../../harness/job.js';
import { refused, writePage, type Handed } from '../../harness/html-report.js';

if (noBrowser !== undefined) console.warn(`The report page isn't tested in a browser: ${noBrowser}`);

const codes = ['60103', '60112', '40036'] as const;

/** As many failed rows: every fourth is unknown, and one has a name of its own. */
function failedRows(count: number): readonly Handed[] {
  return Array.from({ length: count }, (_, at) => ({
    outcome:
      at % 4 === 3
        ? {
            status: 'unknown',
            cause: 'exhausted',
            errcode: 'timeout',
            error: 'No answer in 30 s.',
            attempts: 4,
            requestId: '',
            at: 0,
          }
        : refused(codes[at % 4] ?? '', `The server refused row ${at + 1}.`),
    person: { name: at === 12_344 ? '欧阳娜娜' : `联系人${at + 1}`, mobile: mobileOf(at + 1) },
  }));
}

describe.skipIf(noBrowser !== undefined)(
  `in Chromium${noBrowser === undefined ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let browser: Browser;
    let folder: Folder;
    const path = (): string => folder.at('page.html');

    beforeAll(async () => {
      browser = await startBrowser();
      folder = await Folder.create();
      await writePage(path(), failedRows(20_000));
    });
    afterAll(async () => {
      await browser.close();
      await folder[Symbol.asyncDispose]();
    });

    test('of 20,000 failed rows a hundred are shown, and pages are turned by button and number', async () => {
      const { page, faults } = await openFile(browser, path());
      expect(await page.locator('#body tr').count()).toBe(100);
      expect(await page.locator('#found').textContent()).toBe('Rows 1–100 of 20,000');
      expect(await page.locator('#previous').isDisabled()).toBe(true);
      await page.locator('#next').click();
      expect(await page.locator('#body tr').first().locator('td').first().textContent()).toBe('101');
      await page.locator('#page').fill('200');
      await page.locator('#page').press('Enter');
      expect(await page.locator('#found').textContent()).toBe('Rows 19,901–20,000 of 20,000');
      expect(await page.locator('#next').isDisabled()).toBe(true);
      await page.locator('#page').fill('999');
      await page.locator('#page').press('Enter');
      expect(await page.locator('#page').inputValue()).toBe('200');
      expect(faults).toEqual([]);
      await page.close();
    });

    test('a search finds a row by name, masked phone and error, whatever the width of the letters', async () => {
      const { page } = await openFile(browser, path());
      for (const words of ['欧阳', 'row １２３４５.', '欧阳 TIMEOUT nothing', '199******45 欧阳']) {
        await page.locator('#search').fill(words);
        const isThere = !words.includes('nothing');
        expect(await page.locator('#body tr').count(), words).toBe(isThere ? 1 : 0);
        if (isThere) {
          expect(await page.locator('#body td').allTextContents()).toEqual([
            '12345',
            '12346',
            'failed',
            '60103',
            '欧阳娜娜',
            '199******45',
            'The server refused row 12345.',
          ]);
        } else expect(await page.locator('#found').textContent()).toBe('No row matches, of 20,000');
      }
      await page.close();
    });

    test('rows are filtered by status and code, and all come back', async () => {
      const { page } = await openFile(browser, path());
      expect(await page.locator('#status option').allTextContents()).toEqual([
        'all',
        'failed (15,000)',
        'unknown (5,000)',
      ]);
      await page.locator('#status').selectOption('unknown');
      expect(await page.locator('#found').textContent()).toBe('Rows 1–100 of 5,000, of 20,000 in all');
      await page.locator('#code').selectOption('60112');
      expect(await page.locator('#found').textContent()).toBe('No row matches, of 20,000');
      await page.locator('#status').selectOption('failed');
      expect(await page.locator('#body td.code').first().textContent()).toBe('60112');
      expect(await page.locator('#found').textContent()).toBe('Rows 1–100 of 5,000, of 20,000 in all');
      await page.locator('#reset').click();
      await page.locator('#found', { hasText: 'Rows 1–100 of 20,000' }).waitFor();
      await page.locator('button.show[data-code="40036"]').click();
      expect(await page.locator('#found').textContent()).toBe('Rows 1–100 of 5,000, of 20,000 in all');
      expect(await page.locator('#code').inputValue()).toBe('40036');
      await page.close();
    });

    test('it works by keyboard alone', async () => {
      const { page } = await openFile(browser, path());
      await page.locator('#search').focus();
      await page.keyboard.type('欧阳');
      expect(await page.locator('#body tr').count()).toBe(1);
      for (const reached of ['status', 'code', 'reset']) {
        await page.keyboard.press('Tab');
        expect(await page.locator(':focus').getAttribute('id')).toBe(reached);
      }
      await page.keyboard.press('Enter');
      await page.locator('#found', { hasText: 'Rows 1–100 of 20,000' }).waitFor();
      await page.close();
    });

    test('it asks for nothing but itself', async () => {
      const { page, requests } = await openFile(browser, path());
      await page.locator('#next').click();
      await page.locator('#search').fill('http://example.com/');
      expect(requests).toEqual([pathToFileURL(path()).href]);
      await page.close();
    });

    test('what markup that came in some other way would do is not done, and nothing leaves the page', async () => {
      let hits = 0;
      const server = createServer((_, answer) => {
        hits += 1;
        answer.end();
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`;
      const { page, faults } = await openFile(browser, path());
      await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      const outside = Object.assign(document.createElement('script'), { src: '${origin}' });
      const image = Object.assign(document.createElement('img'), { src: '${origin}' });
      const frame = Object.assign(document.createElement('iframe'), { src: '${origin}' });
      const link = document.createElement('a');
      link.setAttribute('onclick', 'document.title = "run"');
      document.body.append(script, outside, image, frame, link);
      link.click();
      fetch('${origin}').catch(() => undefined);`);
      await page.waitForTimeout(200);
      expect(await page.title()).toBe('Import of contacts.csv');
      expect(hits).toBe(0);
      expect(faults.join('\n')).toContain('Content Security Policy');
      await page.close();
      server.close();
    });

    test('any text in a cell is there as that text, and does nothing', async () => {
      const fixed = [
        '</script><script>document.title="run"</script>',
        '<img src=x onerror=alert(1)>',
        '<!--<script>',
        '"><svg onload=alert(1)>',
        '&lt;b&gt;',
        '\u2028\u2029',
        '\u202Eabc',
        "'; alert(1); //",
        '<b>粗体</b>',
        '\0',
      ];
      const texts = [
        ...fixed,
        ...fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 80, seed: 7 }),
      ];
      const file = folder.at('injected.html');
      await writePage(
        file,
        texts.map((text) => ({ outcome: refused(text, text), person: { name: text, mobile: text } })),
        {
          full: true,
          input: '<img src=x onerror=alert(1)>',
        },
      );
      const { page, requests, faults } = await openFile(browser, file);
      for (const kind of ['code', 'name', 'phone', 'error'])
        expect(await page.locator(`#body td.${kind}`).allTextContents(), kind).toEqual(texts);
      expect(await page.locator('#body td *, img').count()).toBe(0);
      expect(await page.title()).toBe('Import of <img src=x onerror=alert(1)>');
      expect(requests).toEqual([pathToFileURL(file).href]);
      expect(faults).toEqual([]);
      await page.close();
    });

    test.each([
      [360, 'light'],
      [360, 'dark'],
      [1_600, 'light'],
      [1_600, 'dark'],
    ] as const)('nothing stands over the window at %i px, %s', async (width, scheme) => {
      const { page } = await openFile(browser, path(), { width, height: 800 }, scheme);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const ground: unknown = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
      await page.close();
    });

    test('on paper the rows that match stand without the buttons, and afterwards the page is as it was', async () => {
      const { page } = await openFile(browser, path());
      await page.locator('#search').fill('timeout');
      await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#body tr').count()).toBe(2_000);
      expect(await page.locator('#found').textContent()).toBe('Rows 1–2,000 of 5,000, of 20,000 in all');
      expect(await page.locator('#next').isVisible()).toBe(false);
      await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
      expect(await page.locator('#body tr').count()).toBe(100);
      await page.close();
    });

    test('without a script it says where the rows are', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(pathToFileURL(path()).href);
      expect(await page.locator('noscript').textContent()).toContain(
        'All rows are also in contacts.results.csv.',
      );
      expect(await page.locator('h1').textContent()).toBe('Import of contacts.csv');
      await context.close();
    });
  },
);
