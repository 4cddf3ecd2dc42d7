// The hosted pages: sound in every width, scheme and language; passkeys in a real browser; usable without a script.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { addresses, assertNone, faults, faultsOfLook, keyboardFaults, listen, startPreview, widthFaults } from './hosted.mjs';
import { SCHEMES, WIDTHS } from './pages.mjs';
import { openBrowser } from './support.mjs';

let preview;
let browser;
let pages;

before(async () => {
  preview = await startPreview();
  browser = await openBrowser();
  pages = await addresses(preview.origin);
  assert.ok(pages.length > 80, `only ${pages.length} pages`);
});

after(async () => {
  try {
    await browser?.close();
  } finally {
    preview?.stop();
  }
});

/** Does the work on a page of a fresh context, which is closed whatever happens. */
async function inContext(options, work) {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  try {
    const heard = await listen(context, preview.origin);
    return await work(await context.newPage(), heard, context);
  } finally {
    await context.close();
  }
}

const open = (page, address) => page.goto(preview.origin + address, { waitUntil: 'load' });

describe('every hosted page', () => {
  /** Opens what is folded up, which must be sound as well. */
  const unfold = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));

  it('is sound in every width and scheme', async () => {
    await inContext({}, async (page, heard) => {
      const found = [];
      for (const address of pages) {
        await open(page, address);
        await unfold(page);
        const wrong = await faults(page);
        for (const width of WIDTHS) {
          for (const colorScheme of SCHEMES) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme });
            wrong.push(...(await faultsOfLook(page)).map((fault) => `${width} pixels, ${colorScheme}: ${fault}`));
          }
        }
        wrong.push(...(await heard.wrong(page)));
        found.push(...wrong.map((fault) => `${address}: ${fault}`));
      }
      assertNone(found, 'found');
    });
  });

  // Longer words, where there is least room for them.
  for (const locale of ['de-AT', 'es-MX']) {
    it(`has room for the words of ${locale}`, async () => {
      await inContext({ locale, viewport: { width: 320, height: 800 } }, async (page) => {
        const found = [];
        for (const address of pages) {
          await open(page, address);
          await unfold(page);
          const language = await page.evaluate(() => document.documentElement.lang);
          assert.equal(language, locale.slice(0, 2), address);
          found.push(...(await widthFaults(page)).map((fault) => `${address}: ${fault}`));
        }
        assertNone(found, 'found');
      });
    });
  }

  it('is used with the keyboard alone', async () => {
    await inContext({ viewport: { width: 1280, height: 800 } }, async (page) => {
      const found = [];
      for (const address of pages) {
        await open(page, address);
        found.push(...(await keyboardFaults(page)).map((fault) => `${address}: ${fault}`));
      }
      assertNone(found, 'found');
    });
  });

  it('says the same without JavaScript, but for what only a script can do', async () => {
    const scripted = '[data-passkey], [data-with-passkey], [data-without-passkey], [data-copy], [data-print], [data-download], [data-reveal]';
    const read = (javaScriptEnabled) =>
      inContext({ javaScriptEnabled, timezoneId: 'UTC' }, async (page) => {
        const texts = {};
        for (const address of pages) {
          await open(page, address);
          const parts = page.locator(`${scripted}, noscript, time`);
          await parts.evaluateAll((all) => all.forEach((one) => one.remove()));
          texts[address] = (await page.locator('main').innerText()).replace(/\s+/g, ' ').trim();
        }
        return texts;
      });
    assert.deepEqual(await read(true), await read(false));
  });
});

describe('a passkey', () => {
  /** A phone or computer that keeps passkeys, without a person beside it. */
  async function withAuthenticator(context, page, options) {
    const session = await context.newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        ...options,
      },
    });
    return { session, authenticatorId };
  }

  /** What the form posts to a path when the work is done. */
  async function posted(page, path, work) {
    const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(path));
    await work();
    return new URLSearchParams((await asked).postData());
  }

  it('is made with one button', async () => {
    await inContext({}, async (page, heard, context) => {
      await withAuthenticator(context, page);
      await open(page, '/sign-up/protect');
      const form = await posted(page, '/sign-up/protect', () => page.getByRole('button', { name: 'Make a passkey' }).click());
      const credential = JSON.parse(form.get('credential'));
      assert.equal(credential.type, 'public-key');
      assert.ok(credential.response.attestationObject, 'what the authenticator made');
      const client = JSON.parse(Buffer.from(credential.response.clientDataJSON, 'base64url'));
      assert.deepEqual([client.type, client.origin], ['webauthn.create', preview.origin]);
      assert.ok(form.get('csrf'), 'the form says where it comes from');
      await page.waitForURL('**/sign-up/codes');
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('signs in by a button', async () => {
    await inContext({}, async (page, heard, context) => {
      await withAuthenticator(context, page);
      await open(page, '/account/add/passkey');
      await page.getByLabel('Name').fill('My laptop');
      const made = await posted(page, '/account/add/passkey', () =>
        page.getByRole('button', { name: 'Make a passkey' }).click(),
      );
      assert.equal(made.get('label'), 'My laptop');
      await page.waitForURL('**/account');
      await open(page, '/prove');
      const form = await posted(page, '/prove', () => page.getByRole('button', { name: 'Use a passkey' }).click());
      await page.waitForURL('**/account');
      const credential = JSON.parse(form.get('credential'));
      assert.equal(form.get('method'), 'passkey');
      assert.equal(credential.id, JSON.parse(made.get('credential')).id);
      assert.ok(credential.response.signature && credential.response.userHandle);
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('is offered where the address is filled in', async () => {
    await inContext({}, async (page, heard, context) => {
      await withAuthenticator(context, page);
      await open(page, '/sign-up/protect');
      await posted(page, '/sign-up/protect', () => page.getByRole('button', { name: 'Make a passkey' }).click());
      await page.waitForURL('**/sign-up/codes');
      // The virtual authenticator takes the offer by itself, where a person would choose it from the list.
      const form = await posted(page, '/sign-in/passkey', () => open(page, '/sign-in').catch(() => {}));
      assert.ok(JSON.parse(form.get('credential')).response.signature);
      await page.waitForURL('**/account');
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('that is not finished says so and lets people try again', async () => {
    await inContext({}, async (page, heard, context) => {
      await withAuthenticator(context, page, { isUserVerified: false });
      await open(page, '/sign-up/protect');
      const button = page.getByRole('button', { name: 'Make a passkey' });
      await button.click();
      await page.getByRole('status').getByText('That was not finished. You can try again.').waitFor();
      assert.ok(await button.isEnabled());
      assert.equal(new URL(page.url()).pathname, '/sign-up/protect');
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('that this device has already is not made twice', async () => {
    await inContext({}, async (page, heard, context) => {
      await withAuthenticator(context, page);
      await open(page, '/sign-up/protect');
      const form = await posted(page, '/sign-up/protect', () => page.getByRole('button', { name: 'Make a passkey' }).click());
      const { id } = JSON.parse(form.get('credential'));
      await page.waitForURL('**/sign-up/codes');
      await open(page, '/sign-up/protect');
      await page.locator('form[data-passkey]').evaluate((one, id) => {
        const options = JSON.parse(one.dataset.options);
        options.publicKey.excludeCredentials = [{ type: 'public-key', id }];
        one.dataset.options = JSON.stringify(options);
      }, id);
      await page.getByRole('button', { name: 'Make a passkey' }).click();
      await page.getByRole('status').getByText('This device has a passkey for your account already.').waitFor();
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('works in browsers without the JSON readers too', async () => {
    await inContext({}, async (page, heard, context) => {
      await page.addInitScript(() => {
        delete PublicKeyCredential.parseCreationOptionsFromJSON;
        delete PublicKeyCredential.parseRequestOptionsFromJSON;
        delete PublicKeyCredential.prototype.toJSON;
      });
      await withAuthenticator(context, page);
      await open(page, '/sign-up/protect');
      const made = await posted(page, '/sign-up/protect', () => page.getByRole('button', { name: 'Make a passkey' }).click());
      const { id, rawId, response } = JSON.parse(made.get('credential'));
      assert.equal(id, rawId);
      assert.ok(response.attestationObject && response.transports);
      await page.waitForURL('**/sign-up/codes');
      await open(page, '/prove');
      const used = await posted(page, '/prove', () => page.getByRole('button', { name: 'Use a passkey' }).click());
      await page.waitForURL('**/account');
      assert.equal(Buffer.from(JSON.parse(used.get('credential')).response.userHandle, 'base64url').toString(), 'ada-001');
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('that the browser cannot use is not offered', async () => {
    await inContext({}, async (page, heard) => {
      await page.addInitScript(() => delete globalThis.PublicKeyCredential);
      await open(page, '/sign-up/protect');
      assert.equal(await page.getByRole('button', { name: 'Make a passkey' }).count(), 0);
      assert.ok(await page.getByText('This browser cannot use passkeys').isVisible());
      await page.getByRole('link', { name: 'Use a passphrase and an app instead' }).click();
      await page.waitForURL('**/sign-up/passphrase');
      assertNone(await heard.wrong(page), 'found');
    });
  });

  it('is not shown where there is no script, and the passphrase works', async () => {
    await inContext({ javaScriptEnabled: false }, async (page) => {
      await open(page, '/sign-in');
      assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
      await page.getByLabel('Email address').fill('ada@example.org');
      await page.getByLabel('Passphrase').fill('four words of mine');
      const form = await posted(page, '/sign-in', () => page.getByRole('button', { name: 'Sign in' }).click());
      assert.equal(form.get('address'), 'ada@example.org');
      await page.waitForURL('**/sign-in/second');
    });
  });
});

describe('a person', () => {
  it('is brought to what is wrong, and from there to the field', async () => {
    await inContext({}, async (page) => {
      await open(page, '/sign-up?state=wrong');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'problems');
      assert.match(await page.title(), /^Problem: /);
      await page.getByRole('link', { name: 'Enter a name.' }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'name');
      const field = page.getByLabel('Your name');
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      const described = (await field.getAttribute('aria-describedby')).split(' ');
      assert.ok(described.includes('name-error'));
    });
  });

  it('keeps their codes before they go on', async () => {
    await inContext({ acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await open(page, '/sign-up/codes');
      const codes = await page.locator('#codes li').allInnerTexts();
      assert.equal(codes.length, 10);
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join('\n'));
      const waited = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as a file' }).click();
      assert.equal((await waited).suggestedFilename(), 'recovery-codes.txt');
      await page.getByRole('button', { name: 'Done' }).click();
      assert.equal(new URL(page.url()).pathname, '/sign-up/codes', 'not without the tick');
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('#codes').isVisible());
      assert.ok(await page.locator('.only-print').isVisible());
      assert.ok(!(await page.getByRole('button', { name: 'Done' }).isVisible()));
      await page.emulateMedia({ media: 'screen' });
      await page.getByLabel('I have printed them or written them down').check();
      await page.getByRole('button', { name: 'Done' }).click();
      await page.waitForURL('**/account?state=new');
    });
  });

  it('can look at what they type', async () => {
    await inContext({}, async (page) => {
      await open(page, '/sign-up/passphrase');
      const field = page.locator('#passphrase');
      await field.fill('four words of mine');
      await page.getByRole('button', { name: 'Show' }).click();
      assert.equal(await field.getAttribute('type'), 'text');
      await page.getByRole('button', { name: 'Hide' }).click();
      assert.equal(await field.getAttribute('type'), 'password');
    });
  });

  it('chooses another language and stays where they are', async () => {
    await inContext({}, async (page) => {
      await open(page, '/account?state=exposed');
      await page.getByRole('button', { name: 'Deutsch' }).click();
      await page.waitForLoadState();
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
      const { pathname, search } = new URL(page.url());
      assert.equal(pathname + search, '/account?state=exposed');
      assert.equal(await page.getByRole('button', { name: 'Deutsch' }).getAttribute('aria-pressed'), 'true');
    });
  });

  it('reads times in their own time zone', async () => {
    await inContext({ timezoneId: 'Asia/Tokyo' }, async (page) => {
      await open(page, '/recover/waiting');
      const said = await page.locator('time[data-local]').first().innerText();
      // 09:30 UTC two days later.
      assert.match(said, /23 November 2026.*18:30/);
    });
  });
});
