// The report's pages, opened from the disk: accessible, narrow and wide, light and dark and on paper, and asking
// nobody for anything.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import axe from 'axe-core';

import { SCHEMES, WIDTHS } from './pages.mjs';
import { openBrowser } from './support.mjs';

const JOURNEYS = fileURLToPath(new URL('../../journeys', import.meta.url));

const PAGES = ['index.html', 'journeys/sign-in.html', 'journeys/checkout.html', 'controls.html', 'findings.html', 'our-promises.html'];

let browser;
let folder;

describe('the report', () => {
  before(async () => {
    const program = process.env.SAFECONDUCT_BIN;
    assert.ok(program, 'SAFECONDUCT_BIN is not set; run the tests with `cargo xtask test`');
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    await promisify(execFile)(program, ['report', JOURNEYS, '--output', folder, '--today', '2026-11-22']);
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  for (const path of PAGES) {
    describe(path, () => {
      for (const width of WIDTHS) {
        for (const colorScheme of SCHEMES) {
          it(`is sound at ${width} pixels, ${colorScheme}`, () =>
            opened(path, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
              const [content, window] = await page.evaluate(() => {
                const { scrollWidth, clientWidth } = document.documentElement;
                return [scrollWidth, clientWidth];
              });
              assert.ok(content <= window, `the page is ${content} pixels wide in a window of ${window}`);
              await page.evaluate(axe.source);
              const found = await page.evaluate(async () => {
                const { violations } = await globalThis.axe.run();
                return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
              });
              assert.deepEqual(found, []);
            }));
        }
      }

      it('is black on white on paper, with every lane named', () =>
        opened(path, { colorScheme: 'dark' }, async (page) => {
          await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
          const [ground, lanes] = await page.evaluate(() => [
            getComputedStyle(document.body).backgroundColor,
            [...document.querySelectorAll('.lane h4:not(.unseen)')].map((lane) => lane.getBoundingClientRect().height),
          ]);
          assert.equal(ground, 'rgb(255, 255, 255)');
          assert.ok(lanes.every((height) => height > 8), `a lane has no name on paper: ${lanes}`);
          const paper = await page.pdf({ format: 'A4' });
          assert.ok(paper.length > 10_000, 'the printed page is empty');
        }));
    });
  }

  it('has a public page without ways to the others', async () => {
    const text = await readFile(join(folder, 'our-promises.html'), 'utf8');
    const links = [...text.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, target]) => target);
    assert.deepEqual(links, ['#main']);
  });
});

/** Opens a page from the disk, and fails if it asks anybody for anything or complains. */
async function opened(path, options, work) {
  // A page from the disk has a strict policy of its own, which also forbids what the tests put into it.
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const wrong = [];
  context.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) wrong.push(`asks ${request.url()}`);
  });
  context.on('console', (message) => message.type() === 'error' && wrong.push(`says ${message.text()}`));
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, path)).href);
    await work(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}
