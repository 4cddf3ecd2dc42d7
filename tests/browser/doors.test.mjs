// The hosted pages as a person uses them: the demo runs, a customer opens an account with a passkey, keeps recovery
// codes, is challenged and proves it, makes and revokes a token, finds and ends a session, and signs in again. Another
// one stops a recovery that a thief began, and gets back in by a recovery of her own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, startProduct } from './support.mjs';

let demo;
let browser;

before(async () => {
  const words = ['demo', '--listen', '127.0.0.1:0', '--customers', '20'];
  const product = await startProduct(undefined, words, 2);
  demo = { origin: product.origin, shop: product.links[1], stop: product.stop };
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A browser of its own, with an authenticator that is its owner's phone. */
async function person() {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, cdp, authenticatorId };
}

async function signUp(page, name, address) {
  await page.goto(demo.shop);
  await page.click('text=Open an account');
  await page.fill('input[name=name]', name);
  await page.fill('input[name=address]', address);
  await page.click('main button[type=submit]');
  await page.waitForSelector('h1:has-text("Check your email")');
  await page.goto(`${demo.shop}/mailbox`);
  await page.click('pre a >> nth=0');
  await page.click('main form button[type=submit]');
  await page.waitForURL('**/sign-up/protect');
  await page.click('form[data-passkey] button[type=submit]');
  await page.waitForURL('**/sign-up/codes*');
}

test('a customer signs up, is challenged, and keeps their account safe', async (t) => {
  const { page, context } = await person();
  let codes;

  await t.test('a passkey and recovery codes make an account, and the shop knows who came', async () => {
    await signUp(page, 'Ann Example', 'ann@example.com');
    codes = await page.locator('code, .codes li').allInnerTexts();
    assert.ok(codes.length >= 10, `ten codes are shown: ${codes}`);
    await page.check('input[name=saved]');
    await page.click('main form button.primary');
    await page.waitForURL(`${demo.shop}/`);
    await page.waitForSelector('text=You are signed in as');
  });

  await t.test('a password alone is asked for more, and the passkey answers', async () => {
    await page.click('text=Sign in on a new phone');
    await page.waitForURL('**/prove?*');
    assert.match(await page.innerText('main'), /device/i);
    await page.click('form[data-passkey] button[type=submit]');
    await page.waitForURL(`${demo.shop}/welcome`);
    await page.waitForSelector('text=It was you');
  });

  await t.test('the account page says that all is well, and lists what protects it', async () => {
    await page.goto(`${demo.origin}/account`);
    const main = await page.innerText('main');
    assert.match(main, /You are safe/);
    assert.match(main, /Passkey/);
    assert.match(main, /10 of 10 left/);
  });

  await t.test('a token is made, shown once, and revoked', async () => {
    await page.goto(`${demo.origin}/account/tokens`);
    await page.fill('input[name=name]', 'deploy');
    await page.check('input[name=scope] >> nth=0');
    await page.click('form[action="/account/tokens/create"] button[type=submit]');
    const body = await page.innerText('main');
    const token = /safeconduct_p[0-9A-Za-z]{44}/.exec(body)?.[0];
    assert.ok(token, `the token is shown: ${body}`);
    await page.goto(`${demo.origin}/account/tokens`);
    assert.ok(!(await page.content()).includes(token), 'a token is shown once');
    // Whoever holds a token can end it, with nothing else.
    const revoked = await context.request.post(`${demo.origin}/v1/revoke`, { form: { token } });
    assert.equal(revoked.status(), 200);
    await page.reload();
    assert.doesNotMatch(await page.innerText('main'), /deploy/);
  });

  await t.test('whoever finds a token hands it in without JavaScript, and its owner reads of it', async () => {
    await page.goto(`${demo.origin}/account/tokens`);
    await page.fill('input[name=name]', 'backup');
    await page.check('input[name=scope] >> nth=0');
    await page.click('form[action="/account/tokens/create"] button[type=submit]');
    const token = /safeconduct_p[0-9A-Za-z]{44}/.exec(await page.innerText('main'))?.[0];
    assert.ok(token);
    const finder = await context.browser().newContext({ locale: 'en-GB', javaScriptEnabled: false });
    const strange = await finder.newPage();
    const handIn = async (text) => {
      await strange.goto(`${demo.origin}/found-a-token`);
      await strange.fill('textarea[name=found]', text);
      await strange.click('main form button[type=submit]');
      await strange.waitForSelector('h1:has-text("Thank you")');
      assert.ok(!(await strange.content()).includes(token), 'what was pasted is not given back');
      return strange.innerText('main');
    };
    const real = await handIn(`I found this:\n  TOKEN=${token}\nin a gist.`);
    assert.equal(await handIn(token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))), real);
    assert.equal(await handIn('just some words'), real);
    await finder.close();
    await page.goto(`${demo.origin}/account`);
    for (let tries = 0; !/was found where others could read it/.test(await page.innerText('main')); tries += 1) {
      assert.ok(tries < 50, 'the owner is told');
      await page.reload();
    }
    assert.match(await page.innerText('main'), /“backup” \(…\w{4}\)/);
    await page.goto(`${demo.origin}/account/tokens`);
    assert.doesNotMatch(await page.innerText('main'), /backup/);
  });

  await t.test('another session is found and ended, and is then signed out', async () => {
    const other = await context.browser().newContext({ locale: 'en-GB' });
    await other.addCookies(await context.cookies());
    const copied = await other.newPage();
    await copied.goto(`${demo.origin}/account`);
    await copied.waitForSelector('h1');
    await page.goto(`${demo.origin}/account`);
    await page.click('text=Sign out');
    await page.waitForURL('**/sign-in*');
    await copied.reload();
    assert.match(copied.url(), /sign-in/, 'a session that was ended opens nothing');
    await other.close();
  });

  await t.test('the passkey signs in again', async () => {
    // Whoever signs out sees the sign-in page. Its address field offers the passkey by itself (conditional mediation),
    // and this phone says yes at once.
    await page.waitForURL('**/account*');
    assert.match(await page.innerText('main'), /You are safe/);
  });
});

/** The newest link in the mailbox that leads to a page. */
async function linkTo(page, path) {
  await page.goto(`${demo.shop}/mailbox`);
  const links = await page.locator('pre a').evaluateAll((links) => links.map((link) => link.href));
  const link = links.find((link) => new URL(link).pathname === path);
  assert.ok(link, `a message has a link to ${path}: ${links}`);
  return link;
}

/** Asks for a way back into an account, up to the page that asks for one more proof. */
async function beginRecovery(page, address) {
  await page.goto(`${demo.origin}/recover`);
  await page.fill('input[name=address]', address);
  await page.click('main form[action="/recover"] button[type=submit]');
  await page.waitForSelector('h1:has-text("Check your email")');
  // The message is sent behind the page's back.
  let link;
  for (let turn = 0; !link && turn < 100; turn += 1) {
    link = await linkTo(page, '/recover/continue').catch(() => undefined);
  }
  await page.goto(link);
  await page.click('main form button[type=submit]');
  await page.waitForURL('**/recover/methods*');
}

test('a recovery is told of, stopped, and brings an account back', async (t) => {
  const { page } = await person();
  await signUp(page, 'Bea Example', 'bea@example.com');
  const codes = await page.locator('code, .codes li').allInnerTexts();
  await page.check('input[name=saved]');
  await page.click('main form button.primary');
  await page.waitForURL(`${demo.shop}/`);

  await t.test('whoever reads the mailbox and has a code waits, and is stopped by a link', async () => {
    const thief = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await beginRecovery(thief, 'bea@example.com');
    const form = thief.locator('form:has(input[name=recovery_code])');
    if (!(await form.isVisible())) await thief.click('details:has(input[name=recovery_code]) > summary');
    await form.locator('input[name=recovery_code]').fill(codes[0]);
    await form.locator('button[type=submit]').click();
    await thief.waitForURL('**/recover/waiting*');
    assert.match(await thief.innerText('h1'), /you can get back in/);

    const veto = await linkTo(page, '/account/recovery/veto');
    await page.goto(veto);
    await page.click('main form button[type=submit]');
    await page.waitForSelector('h1:has-text("The recovery is stopped")');
    await thief.reload();
    assert.doesNotMatch(await thief.innerText('main'), /Set up new protection|you can get back in/);
    await thief.context().close();
  });

  await t.test('a passkey waits for nothing, and sets up new protection', async () => {
    await beginRecovery(page, 'bea@example.com');
    await page.click('form[data-passkey] button[type=submit]');
    await page.waitForURL(/\/recover\/(waiting|finish)/);
    if (page.url().includes('/waiting')) await page.click('a.button.primary');
    await page.waitForURL('**/recover/finish*');
    await page.click('form[data-passkey] button[type=submit]');
    await page.waitForURL('**/recover/finish/codes*');
    await page.goto(`${demo.origin}/account`);
    const main = await page.innerText('main');
    assert.match(main, /Passkey/);
    assert.doesNotMatch(main, /of 10 left/, 'the codes of before are gone');
  });
});

test('nobody learns whether an address has an account', async () => {
  const { page } = await person();
  const said = async (address) => {
    await page.goto(`${demo.origin}/sign-in`);
    await page.fill('input[name=address]', address);
    await page.fill('input[name=passphrase]', 'a wrong passphrase');
    await page.click('main form[action="/sign-in"] button[type=submit]');
    await page.waitForSelector('[role=alert], .problems, .error');
    return (await page.innerText('main')).replaceAll(address, 'ADDRESS');
  };
  assert.equal(await said('ann@example.com'), await said('nobody@example.com'));
});
