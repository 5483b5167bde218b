// SPDX-License-Identifier: EUPL-1.2
// Signing in as people do it, in Chromium and with a real provider (npm oidc-provider): with and
// without scripts, in three languages, on a small screen, with axe on every page of the way.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as journeys from '../journeys/support.mjs';
import { startAccountTown } from '../support/account_town.mjs';
import * as oidc from '../support/oidc_provider.mjs';
import { axeIsMissing, PageInspection } from './inspection.mjs';
import * as walk from './support.mjs';

const skip = walk.skip || axeIsMissing || oidc.skip;
const service = `/leistung/${walk.dogTax}/${walk.groede}`;

let town;
let chromium;

before(async () => {
  if (skip) return;
  [town, chromium] = await Promise.all([startAccountTown(), walk.openChromium()]);
});

after(async () => {
  await chromium?.close();
  await town?.provider.stop();
  journeys.cleanUp();
});

const person = (options) => walk.newPerson(chromium, town.gordion.url, options);
const toProvider = (page) => walk.follow(page, 'Weiter zu: Testkonto');

/** On the provider's page; afterwards back at ours. */
async function be(page, who) {
  await page.getByRole('button', { name: who, exact: true }).press('Enter');
  await page.waitForURL((url) => url.origin === town.gordion.url);
}

describe('accounts', { skip }, () => {
  for (const javaScriptEnabled of [true, false]) {
    test(`to the first question ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const page = await person({ javaScriptEnabled });
      await walk.begin(page, walk.dogTax, walk.groede);
      assert.equal(await walk.heading(page), 'Für diesen Antrag müssen Sie sich anmelden');
      await toProvider(page);
      assert.equal(new URL(page.url()).origin, town.provider.issuer);
      await be(page, 'erika');
      assert.equal(new URL(page.url()).pathname, service);
      assert.match(await page.locator('.account-line').innerText(), /Erika Mustermann/);
      await walk.press(page, 'Jetzt beginnen');
      assert.equal(await walk.heading(page), 'Wer hält den Hund?');
      await walk.press(page, 'Abmelden');
      assert.equal(await walk.heading(page), 'Sie sind abgemeldet');
      await page.context().close();
    });
  }

  test('who signs in with too little reads so and can go on', async () => {
    const page = await person();
    await walk.begin(page, walk.dogTax, walk.groede);
    await toProvider(page);
    await be(page, 'max');
    await walk.press(page, 'Jetzt beginnen');
    assert.match(await page.locator('main').innerText(), /Nötig ist Vertrauensniveau 30/);
    await toProvider(page);
    await be(page, 'erika');
    await walk.press(page, 'Jetzt beginnen');
    assert.equal(await walk.heading(page), 'Wer hält den Hund?');
    await page.context().close();
  });

  test('a draft is found again in another browser', async () => {
    const first = await person();
    await walk.begin(first, walk.dogTax, walk.groede);
    await toProvider(first);
    await be(first, 'erika');
    await walk.press(first, 'Jetzt beginnen');
    await first.context().close();

    const inspection = new PageInspection(await person());
    const { page } = inspection;
    await page.goto('/meine-vorgaenge');
    await toProvider(page);
    await be(page, 'erika');
    assert.equal(await walk.heading(page), 'Meine Vorgänge');
    await inspection.look('own matters');
    await walk.activate(page, page.locator('form[action="/meine-vorgaenge/oeffnen"] button').first());
    assert.equal(await walk.heading(page), 'Wer hält den Hund?');
    await inspection.end();
  });

  test('every page of the way, in every language', async () => {
    for (const language of ['de', 'en', 'ls']) {
      const inspection = new PageInspection(await person());
      const { page } = inspection;
      await page.goto(`/?lang=${language}`);
      await inspection.look(`signed out, ${language}`);
      await inspection.open(service);
      await walk.activate(page, page.locator('form[action="/antrag/start"] button'));
      await inspection.look(`account needed, ${language}`);
      const there = page.locator('.providers a').first();
      await walk.activate(page, there);
      await be(page, 'abbrechen');
      await inspection.look(`broken off, ${language}`);
      await walk.activate(page, page.locator('.providers a').first());
      await be(page, 'max');
      await inspection.look(`signed in with too little, ${language}`);
      await walk.activate(page, page.locator('form[action="/antrag/start"] button'));
      await inspection.look(`too little, ${language}`);
      await inspection.open('/meine-vorgaenge');
      await inspection.open('/anmelden');
      await walk.activate(page, page.locator('.account-line button'));
      await inspection.look(`left, ${language}`);
      await inspection.end();
    }
  });
});
