// Every page, narrow and wide, light and dark: accessible, self-contained, and the same without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import axe from 'axe-core';

import { PAGES, SCHEMES, WIDTHS } from './pages.mjs';
import { enter, openBrowser, startProduct } from './support.mjs';

let product;
let browser;
let entered;

describe('the pages', () => {
  before(async () => {
    product = await startProduct();
    browser = await openBrowser();
    entered = await enter(browser, product);
  });

  after(async () => {
    try {
      await browser?.close();
    } finally {
      await product?.stop();
    }
  });

  for (const { path, name, signedOut, status = 200 } of PAGES) {
    const who = () => (signedOut ? {} : { storageState: entered });

    describe(name, () => {
      for (const width of WIDTHS) {
        for (const colorScheme of SCHEMES) {
          it(`is sound at ${width} pixels, ${colorScheme}`, async () => {
            const options = { ...who(), colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' };
            await inContext(options, async (context) => {
              const heard = await listen(context);
              const page = await open(context, path, status);
              await hasOneFirstHeading(page);
              await doesNotScrollSideways(page);
              await isAccessible(page);
              await everyLinkIsReachedWithTab(page);
              await heard.nothingWrong(page);
            });
          });
        }
      }

      it('says the same without JavaScript', async () => {
        // The demo's crowd never rests, so both readings get the very same answer of the server.
        const [response, body] = await inContext(who(), async (context) => {
          const response = await context.request.get(product.origin + path);
          return [response, await response.body()];
        });
        const read = (javaScriptEnabled) =>
          inContext({ ...who(), javaScriptEnabled }, async (context) => {
            const address = product.origin + path;
            await context.route('**/*', (route) => {
              const request = route.request();
              if (request.url() === address && request.isNavigationRequest()) return route.fulfill({ response, body });
              // Styles and scripts are read; what would bring newer figures is not.
              const isNews = ['fetch', 'xhr', 'eventsource', 'websocket'].includes(request.resourceType());
              return isNews ? route.abort() : route.continue();
            });
            const page = await open(context, path, status);
            // What only a script can do stands in place of what is there without one.
            const scripted = '[data-live-state], [data-copy]';
            await page.locator(scripted).evaluateAll((all) => all.forEach((one) => one.remove()));
            return (await page.locator('main').innerText()).replace(/\s+/g, ' ').trim();
          });
        const without = await read(false);
        assert.notEqual(without, '', 'the page says nothing without JavaScript');
        assert.equal(await read(true), without);
      });
    });
  }
});

/** Fails with the list, one a line, unless it is empty. */
function assertNone(found, what) {
  assert.ok(found.length === 0, `${what}:\n  ${found.join('\n  ')}`);
}

/** Does the work in a fresh context, which is closed whatever happens. */
async function inContext(options, work) {
  const context = await browser.newContext(options);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

async function open(context, path, status = 200) {
  const page = await context.newPage();
  const answer = await page.goto(product.origin + path, { waitUntil: 'load' });
  assert.equal(answer?.status(), status, `${path} answers`);
  const { pathname, search } = new URL(page.url());
  assert.equal(pathname + search, path, 'the page sends people elsewhere');
  return page;
}

/** Takes down what a page must not do: ask another origin, complain, or break its own policy. */
async function listen(context) {
  const wrong = [];
  const strangers = (url) => /^(https?|wss?):/.test(url) && new URL(url).host !== new URL(product.origin).host;
  context.on('request', (request) => {
    if (strangers(request.url())) wrong.push(`asks ${request.url()}`);
  });
  context.on('console', (message) => {
    // Chromium notes a refused page as an error of its own; that it is refused is asserted elsewhere.
    const isRefusal = message.text().includes('status of 403') && message.location().url.includes('/console/enter');
    if (message.type() === 'error' && !isRefusal) wrong.push(`says in the console: ${message.text()}`);
  });
  context.on('weberror', (problem) => wrong.push(`fails: ${problem.error().message}`));
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (strangers(socket.url())) wrong.push(`asks ${socket.url()}`);
    });
  });
  await context.addInitScript(() => {
    globalThis.brokenPolicies = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.brokenPolicies.push(`breaks ${event.effectiveDirective} with ${event.blockedURI}`);
    });
  });
  return {
    async nothingWrong(page) {
      wrong.push(...(await page.evaluate(() => globalThis.brokenPolicies)));
      assertNone(wrong, 'the page does what it must not');
    },
  };
}

async function hasOneFirstHeading(page) {
  const headings = await page.locator('h1').allInnerTexts();
  assert.equal(headings.length, 1, `one first heading, not ${JSON.stringify(headings)}`);
  assert.notEqual(headings[0].trim(), '', 'the first heading is empty');
}

async function doesNotScrollSideways(page) {
  const [content, window] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  assert.ok(content <= window, `the page is ${content} pixels wide in a window of ${window}`);
}

async function isAccessible(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  });
  assertNone(violations, 'axe finds');
}

/** Walks the page with Tab, and sees that each link is reached and looks different once it is. */
async function everyLinkIsReachedWithTab(page) {
  const links = await page.evaluate(() => {
    const looks = (element) => {
      const style = getComputedStyle(element);
      const told = ['outline', 'boxShadow', 'border', 'backgroundColor', 'color', 'textDecoration'];
      return told.map((property) => style[property]).join(' | ');
    };
    const links = [...document.querySelectorAll('a[href]')].filter((link) => link.checkVisibility());
    const resting = links.map(looks);
    globalThis.focusedLink = () => {
      const at = links.indexOf(document.activeElement);
      const somewhere = document.activeElement !== document.body && document.activeElement !== null;
      return { at, somewhere, shows: at >= 0 && looks(links[at]) !== resting[at] };
    };
    return links.map((link) => `${link.textContent.trim()} (${link.getAttribute('href')})`);
  });
  const reached = new Set();
  const unseen = [];
  for (let first; ; ) {
    await page.keyboard.press('Tab');
    const { at, somewhere, shows } = await page.evaluate(() => globalThis.focusedLink());
    // After the last element the focus leaves the page, or starts again.
    if (!somewhere || (at >= 0 && at === first)) break;
    if (at < 0) continue;
    first ??= at;
    reached.add(at);
    if (!shows) unseen.push(links[at]);
  }
  assertNone(unseen, 'these links do not show that they have the focus');
  const missed = links.filter((_, at) => !reached.has(at));
  assertNone(missed, 'these links are not reached with Tab');
}
