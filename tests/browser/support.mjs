// Starts and stops the product, and opens the browser, for the tests and for the screenshots.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

/** How long the product may take to say where it listens, and to stop, in milliseconds. */
const PATIENCE = 120_000;

/** Port 0: the system picks a free one, so that runs do not get in each other's way. */
const DEMO = ['demo', '--listen', '127.0.0.1:0'];

/**
 * Starts the demo and waits until it says where it is.
 *
 * The result has `link`, the address to enter with, `links`, the first `wanted` addresses that it names,
 * `origin`, and `stop()`, which asks it to stop as Ctrl-C does and fails unless it ends well.
 */
export async function startProduct(program = process.env.SAFECONDUCT_BIN, words = DEMO, wanted = 1) {
  assert.ok(program, 'SAFECONDUCT_BIN is not set; run the tests with `cargo xtask test`');
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = endOf(child);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints += text;
  });
  // Nothing that goes wrong in a test may leave the product running.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const failure = (what) => new Error(`\`${program} ${words.join(' ')}\` ${what}\n${complaints}`);
  const tooLate = patience(() => failure('gave no link in time'));
  let links;
  try {
    links = await Promise.race([
      firstLinks(child.stdout, wanted),
      ended.then(({ how }) => Promise.reject(failure(`ended before it gave a link (${how})`))),
      tooLate.promise,
    ]);
  } catch (problem) {
    kill();
    throw problem;
  } finally {
    tooLate.clear();
  }
  // What it says from here on is of no interest, but a full pipe would stop it.
  child.stdout.resume();

  const [link] = links;
  return {
    link,
    links,
    origin: new URL(link).origin,
    async stop() {
      const tooLate = patience(() => failure('did not stop when it was asked to'));
      child.kill('SIGINT');
      try {
        const { how } = await Promise.race([ended, tooLate.promise]);
        assert.equal(how, 'exit code 0', complaints);
      } finally {
        tooLate.clear();
        kill();
        process.removeListener('exit', kill);
      }
    },
  };
}

/** The first address in a text, or undefined. It ends where JSON, Markdown or a sentence would end it. */
export function linkIn(text) {
  return text.match(/https?:\/\/[^\s"'<>`\\)]+/)?.[0].replace(/[.,;:]+$/, '');
}

async function firstLinks(output, wanted) {
  const links = [];
  for await (const line of createInterface({ input: output })) {
    const link = linkIn(line);
    if (link) links.push(link);
    if (links.length >= wanted) return links;
  }
  // The output ended without one. Why is for the end of the process to say.
  return new Promise(() => {});
}

async function endOf(child) {
  try {
    const [code, signal] = await once(child, 'exit');
    return { how: signal ? `signal ${signal}` : `exit code ${code}` };
  } catch (problem) {
    return { how: problem.message };
  }
}

function patience(failure) {
  let timer;
  const promise = new Promise((_, reject) => {
    timer = setTimeout(() => reject(failure()), PATIENCE);
  });
  return { promise, clear: () => clearTimeout(timer) };
}

/** Opens the system's own Chromium, which may talk to nobody but the page's server. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ],
  });
}

/** Enters with the product's link, which may be good only once, and returns the cookies that it gave. */
export async function enter(browser, product) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const answer = await page.goto(product.link);
    assert.ok(answer?.ok(), `the link to enter with answers ${answer?.status()}`);
    // Opening the link does nothing; the button spends it.
    await page.getByRole('button').first().click();
    await page.waitForURL(`${product.origin}/console`);
    return await context.storageState();
  } finally {
    await context.close();
  }
}
