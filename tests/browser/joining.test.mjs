// SPDX-License-Identifier: EUPL-1.2
// What an administrator does with an offer: read where a value comes from, set an own one, be
// told what is wrong with it. And that the cases of other tenants do not exist for a team.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

const offer = '/backoffice/angebote/hundesteuer-anmeldung';
const freiburg = '083110000000';
const munich = '091620000000';

let gordion;
let chromium;

before(async () => {
  if (walk.skip) return;
  [gordion, chromium] = await Promise.all([walk.startGordion(), walk.openChromium()]);
});

after(async () => {
  await chromium?.close();
  await gordion?.stop();
});

const person = () => walk.newPerson(chromium, gordion.url);

async function administrator(name) {
  const page = await person();
  await walk.signIn(page, name);
  return page;
}

function setValue(page, key, value) {
  const part = page.locator(`#${key}`);
  return part
    .getByLabel(/^Neuer Wert/)
    .fill(value)
    .then(() => walk.activate(page, part.getByRole('button')));
}

describe('joining', { skip: walk.skip }, () => {
  test('a value that is set on the page holds for the next citizen', async () => {
    const page = await administrator('team@freiburg.demo');
    await page.goto(offer);
    const rate = page.locator('#satz_erster_hund');
    await setValue(page, 'satz_erster_hund', '131,50');
    assert.match(await rate.innerText(), /Gilt: 131,50 €/);
    assert.match(await rate.innerText(), /gesetzt für .*Freiburg.* ab \d\d\.\d\d\.\d{4}/);

    const citizen = await person();
    await walk.registerDog(citizen, freiburg);
    const { number } = await walk.submit(citizen);
    await walk.openUntil(page, '/backoffice/eingang', number);
    await walk.follow(page, number);
    assert.match(await page.locator('main').innerText(), /131,50 €/);
    await citizen.context().close();
    await page.context().close();
  });

  test('a value of the wrong type is refused and names an example', async () => {
    const page = await administrator('team@freiburg.demo');
    await page.goto(offer);
    await setValue(page, 'satz_zweiter_hund', 'sehr viel');
    assert.match(await page.title(), /^Fehler: /);
    const said = await page.locator('#w-satz_zweiter_hund-fehler').innerText();
    assert.equal(await page.locator('#fehler li').innerText(), said);
    assert.match(said, /\d/, 'the message gives an example');
    assert.equal(await page.getByLabel(/^Neuer Wert.*zweiten Hund/).inputValue(), 'sehr viel');
    await walk.activate(page, page.locator('#fehler a'));
    assert.equal(await page.locator(':focus').getAttribute('id'), 'w-satz_zweiter_hund');
    await page.context().close();
  });

  test('an inherited value says from where', async () => {
    const page = await administrator('team@freiburg.demo');
    await page.goto(offer);
    const inherited = await page.locator('#gefaehrliche_hunde_definition').innerText();
    assert.match(inherited, /Herkunft: gesetzt für Baden-Württemberg \(Land\) ab 01\.01\.2026/);
    assert.match(await page.locator('#beginn_regel').innerText(), /Gilt: mit dem Monat danach/);
    await page.context().close();
  });

  test('a value is not set on a level that the provider forbids', async () => {
    const page = await administrator('team@pellworm.demo');
    await page.goto(offer);
    const closed = page.locator('#ermaechtigung');
    assert.match(await closed.innerText(), /Auf dieser Ebene nicht setzbar; möglich: Land, Gemeinde/);
    assert.equal(await closed.getByRole('textbox').count(), 0);

    // Whoever forges the form is told the same.
    const open = page.locator('#satz_zweiter_hund');
    const key = open.locator('input[name=key]');
    await key.evaluate((input) => input.setAttribute('value', 'ermaechtigung'));
    await walk.activate(page, open.getByRole('button'));
    assert.match(await page.title(), /^Fehler: /);
    assert.match(await page.locator('#fehler li').innerText(), /Ebene|Verwaltung/);
    await page.context().close();
  });

  test('a case of another tenant does not exist', async () => {
    const citizen = await person();
    await walk.registerDog(citizen, munich);
    const { number } = await walk.submit(citizen);
    const own = await administrator('team@muenchen.demo');
    await walk.openUntil(own, '/backoffice/eingang', number);
    await walk.follow(own, number);
    const { pathname } = new URL(own.url());

    const stranger = await administrator('team@freiburg.demo');
    const answer = await stranger.goto(pathname);
    assert.equal(answer.status(), 404);
    assert.doesNotMatch(await stranger.locator('body').innerText(), /Bello|Erika/);
    assert.ok(await stranger.getByRole('link', { name: 'Zur Startseite' }).isVisible());
    for (const page of [citizen, own, stranger]) await page.context().close();
  });
});
