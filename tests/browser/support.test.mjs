// The tests' own support: where the product's link is found, and how the product's end is judged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { linkIn, startProduct } from './support.mjs';

/** A stand-in for the product that does what the script says. */
const standIn = (script) => startProduct(process.execPath, ['--eval', script]);

const LISTENS = 'console.log("{\\"link\\":\\"http://127.0.0.1:1/enter?code=a\\"}"); setInterval(() => {}, 1000);';

describe('the link', () => {
  const cases = [
    ['open http://127.0.0.1:8080/console/enter#abc in a browser', 'http://127.0.0.1:8080/console/enter#abc'],
    ['{"event":"ready","link":"http://[::1]:80/enter?code=a-b_c"}', 'http://[::1]:80/enter?code=a-b_c'],
    ['It is at http://localhost:1/console.', 'http://localhost:1/console'],
    ['nothing here', undefined],
  ];
  for (const [line, expected] of cases) {
    it(`in ${JSON.stringify(line)}`, () => assert.equal(linkIn(line), expected));
  }
});

describe('the product', () => {
  it('that stops well when asked passes', async () => {
    const product = await standIn(`process.on('SIGINT', () => process.exit(0)); console.log('starting'); ${LISTENS}`);
    assert.equal(product.origin, 'http://127.0.0.1:1');
    await product.stop();
  });

  it('that stops badly fails the run', async () => {
    const product = await standIn(`process.on('SIGINT', () => process.exit(3)); ${LISTENS}`);
    await assert.rejects(product.stop(), /exit code 3/);
  });

  it('that is ended by the signal instead of stopping fails the run', async () => {
    const product = await standIn(LISTENS);
    await assert.rejects(product.stop(), /signal SIGINT/);
  });

  it('that never starts is reported with what it said', async () => {
    const broken = standIn('console.error("no such journey"); process.exit(2)');
    await assert.rejects(broken, /ended before it gave a link \(exit code 2\)\nno such journey/);
  });

  it('that does not exist is reported', async () => {
    await assert.rejects(startProduct('./no-such-program'), /ENOENT/);
  });
});
