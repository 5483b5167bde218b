// SPDX-License-Identifier: EUPL-1.2
// axe on every kind of page, every page on a screen of 320 px, and the way to the first question
// with the keyboard alone. What axe cannot see, people must test; docs say so.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { applyForFire, joinBonfires } from './bonfire.mjs';
import { axeIsMissing, PageInspection } from './inspection.mjs';
import * as walk from './support.mjs';

const skip = walk.skip || axeIsMissing;

let gordion;
let chromium;

before(async () => {
  if (skip) return;
  [gordion, chromium] = await Promise.all([walk.startGordion(), walk.openChromium()]);
});

after(async () => {
  await chromium?.close();
  await gordion?.stop();
});

/** A person whose pages are looked at; `options` as for a new person. */
const Inspection = {
  begin: async (options) => new PageInspection(await walk.newPerson(chromium, gordion.url, options)),
};

const publicPages = [
  '/',
  '/suche?q=Hunde+steuer',
  '/suche?q=xyzzyqwv',
  `/leistung/${walk.dogTax}`,
  `/leistung/${walk.dogTax}/ort?q=Neustadt`,
  `/leistung/${walk.dogTax}/ort?q=`,
  `/leistung/${walk.dogTax}/${walk.groede}`,
  `/leistung/${walk.dogTax}/110000000000`,
  '/fortsetzen',
  '/status',
  '/anmelden',
  '/anmelden/ende',
  '/anmelden/bei/gibt-es-nicht',
  '/anmelden/demo/demo-konto?state=x',
  '/anmelden/demo/demo-organisation?state=x',
  '/ueber',
  '/abdeckung',
  '/abdeckung?karte=kreise&monate=36',
  '/abdeckung?tag=gestern&ort=Husum',
  '/abdeckung/01',
  '/abdeckung/010545459',
  '/abdeckung/01054/leistungen',
  '/zielbild',
  '/zielbild/zielbild-2030',
  '/zielbild/zielbild-2030?gebiet=010545459&ort=Husum',
  '/zielbild/vergleich?eines=zielbild-2030&anderes=zielbild-2030',
  '/barrierefreiheit',
  '/datenschutz',
  '/impressum',
  '/demo/mails',
  '/kommune',
  '/kommune?ort=Neustadt',
  '/kommune?ort=Xyzzy',
  '/kommune/010545459',
  '/kommune/01054?pflicht=unclear&wie=unknown',
  `/kommune/010545459/${walk.dogTax}`,
  '/konformitaet',
  '/konformitaet/hundesteuer-anmeldung',
  '/konformitaet/hundesteuer-anmeldung/010545459',
  '/gibt-es-nicht',
  '/antrag/pruefen',
  '/backoffice/anmelden',
];

/** Looks at the page before it is answered, then with its errors, and goes on. */
async function askAndRefuse(inspection, name, answers) {
  await inspection.look(name);
  await walk.press(inspection.page, 'Weiter');
  await inspection.look(`${name}, refused`);
  await walk.answerAndGoOn(inspection.page, answers);
}

async function walkTheForm(inspection) {
  const { page } = inspection;
  await walk.begin(page, walk.dogTax, walk.groede);
  await askAndRefuse(inspection, 'keeper', walk.keeper);
  await askAndRefuse(inspection, 'home', walk.home);
  await askAndRefuse(inspection, 'moved', {
    'Sind Sie mit dem Hund aus einer anderen Gemeinde hierher gezogen?': 'Ja',
  });
  await askAndRefuse(inspection, 'moved, from where', {
    'Bisherige Gemeinde': 'Husum',
    'Bis wann ist der Hund dort versteuert?': '31.12.2024',
  });
  await askAndRefuse(inspection, 'household', {
    'Leben in Ihrem Haushalt schon Hunde, die hier angemeldet sind?': 'Nein',
  });
  await askAndRefuse(inspection, 'dog', { ...walk.dog, 'Gilt der Hund als gefährlich?': 'Ja' });
  await askAndRefuse(inspection, 'dangerous dog', { 'Gilt der Hund als gefährlich?': 'Nein' });
  await inspection.look('list of dogs');
  await walk.press(page, 'Weiter');
  await askAndRefuse(inspection, 'payment', {
    'Soll die Steuer von Ihrem Konto abgebucht werden?': 'Nein',
  });
  await inspection.look('declaration');
  await walk.declare(page, 'Ich versichere, dass meine Angaben vollständig und richtig sind.');
  await inspection.look('summary');
}

describe('accessibility', { skip }, () => {
  test('what everybody sees', async () => {
    const inspection = await Inspection.begin();
    for (const path of publicPages) await inspection.open(path);
    await inspection.end();
  });

  test('English and Leichte Sprache', async () => {
    for (const language of ['en', 'ls']) {
      const inspection = await Inspection.begin();
      await inspection.page.goto(`/?lang=${language}`);
      await inspection.look(`start in ${language}`);
      await inspection.open(`/leistung/${walk.dogTax}/${walk.groede}`);
      await inspection.page.locator('form[action="/antrag/start"] button').click();
      await inspection.look(`first question in ${language}`);
      await inspection.end();
    }
  });

  test('the form, the receipt and the status', async () => {
    const inspection = await Inspection.begin();
    const { page } = inspection;
    await walkTheForm(inspection);
    await walk.press(page, 'Speichern und später weitermachen');
    await inspection.look('saved');
    await page.goto('/antrag/pruefen');
    const { number } = await walk.submit(page);
    await inspection.look('receipt');
    await inspection.open('/status/vorgang');
    await page.goto('/status');
    await walk.answerAndGoOn(page, { Nummer: number, Code: 'AAAA-AAAA-AAAA-AAAA' });
    await inspection.look('wrong code');
    await inspection.end();
  });

  test('the back office', async () => {
    const citizen = await walk.newPerson(chromium, gordion.url);
    await walk.registerDog(citizen, walk.groede);
    const { number } = await walk.submit(citizen);
    const inspection = await Inspection.begin();
    await walk.signIn(inspection.page, 'team@pellworm.demo');
    await walk.openUntil(inspection.page, '/backoffice/eingang', number);
    await inspection.look('inbox');
    await walk.follow(inspection.page, number);
    await inspection.look('case');
    await walk.press(inspection.page, 'Rückfrage senden');
    await inspection.look('empty question');
    await walk.answer(inspection.page, {
      'Rückfrage an die Antragstellerin oder den Antragsteller': 'Wie groß ist Bello?',
    });
    await walk.press(inspection.page, 'Rückfrage senden');
    await citizen.goto('/status/vorgang');
    for (const path of [
      'angebote',
      'angebote/hundesteuer-anmeldung',
      'mandate',
      'protokoll',
      'reifegrad',
      `reifegrad/${walk.dogTax}/1.1`,
      `reifegrad/${walk.dogTax}/2.0/K3`,
    ]) {
      await inspection.open(`/backoffice/${path}`);
    }
    await inspection.end();
    await citizen.context().close();
  });

  test('the life of a package, for its provider and for an administration', async () => {
    if (process.env.GORDION_TEST_URL) return;
    await walk.publishUpdate(gordion);
    const provider = await Inspection.begin();
    await walk.signIn(provider.page, 'anbieter@land.demo');
    await provider.open('/backoffice/pakete');
    await provider.open('/backoffice/pakete/hundesteuer-anmeldung');
    await walk.answer(provider.page, { 'Anteil der Verwaltungen in Prozent': '0' });
    await walk.press(provider.page, 'Verteilung beginnen');
    await provider.look('a share that is none');
    await walk.answer(provider.page, { 'Anteil der Verwaltungen in Prozent': '50' });
    await walk.press(provider.page, 'Verteilung beginnen');
    await walk.openUntil(provider.page, provider.page.url(), 'zurückgehalten, es fehlen Werte');
    await provider.look('rollout');
    await provider.open('/backoffice/pakete/hundesteuer-anmeldung/aenderungen?von=1.0.0&bis=1.1.0');
    await provider.end();

    const administration = await Inspection.begin();
    await walk.signIn(administration.page, 'team@koeln.demo');
    for (const path of ['leistungen', `leistungen/${walk.dogTax}`, 'erklaerungen',
      'angebote/meldebescheinigung/kosten']) {
      await administration.open(`/backoffice/${path}`);
    }
    const offer = '/backoffice/angebote/hundesteuer-anmeldung';
    for (const path of ['', '?version=1.1.0', '/verlauf', '/werte', '/aenderungen', '/kopie']) {
      await administration.open(offer + path);
    }
    await administration.page.goto(`${offer}/verlauf`);
    await walk.press(administration.page, 'Bleiben auf Version 1.0.0');
    await administration.look('a pin without reason');
    await administration.end();
  });

  test('with the keyboard alone to the first question', async () => {
    const page = await walk.newPerson(chromium, gordion.url);
    await page.goto('/');
    await page.keyboard.press('Tab');
    assert.equal((await focused(page)).text, 'Zum Inhalt springen', 'the first stop skips the frame');
    await tabTo(page, (stop) => stop.id === 'q');
    await page.keyboard.type('Hunde steuer');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/suche/);
    await tabTo(page, (stop) => stop.text === 'Hundesteuer Festsetzung');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/leistung\//);
    await tabTo(page, (stop) => stop.id === 'q');
    await page.keyboard.type('Gröde');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`${walk.groede}$|ort\\?q=`));
    if (!page.url().endsWith(walk.groede)) {
      await tabTo(page, (stop) => stop.text.startsWith('Gröde'));
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`${walk.groede}$`));
    }
    await tabTo(page, (stop) => stop.text === 'Jetzt beginnen');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/antrag\//);
    assert.equal(await walk.heading(page), 'Wer hält den Hund?');
    await page.context().close();
  });

  test('conditions and another authority', async (t) => {
    if (!gordion.run) return t.skip('the data of GORDION_TEST_URL are not ours');
    await joinBonfires(gordion);
    const citizen = await Inspection.begin();
    await applyForFire(citizen.page);
    await citizen.look('who receives a copy');
    await citizen.page.goto('/antrag/feuer?change=1');
    await walk.answerAndGoOn(citizen.page, { 'Durchmesser in Metern': '12' });
    assert.equal(await citizen.page.getByRole('heading', { name: 'Bitte beachten' }).count(), 1);
    assert.equal(await citizen.page.getByRole('heading', { name: 'Kosten' }).count(), 1);
    await citizen.look('what to mind and what it costs');
    const { number } = await walk.submit(citizen.page);

    const office = await Inspection.begin();
    await walk.signIn(office.page, 'team@pellworm.demo');
    await walk.openUntil(office.page, '/backoffice/eingang', number);
    await walk.follow(office.page, number);
    await office.look('conditions and consultations');
    await walk.press(office.page, 'Bescheid erlassen und zustellen');
    await office.look('a statement is missing');
    const address = new URL(office.page.url()).pathname.replace('/entscheiden', '');
    await office.page.goto(address);
    await walk.activate(office.page, office.page.getByRole('button', { name: /^Um Stell/ }));
    await office.look('asked');

    const kreis = await Inspection.begin();
    await walk.signIn(kreis.page, 'natur@kreis.demo');
    await walk.openUntil(kreis.page, '/backoffice/eingang', `${number}/S1`);
    await walk.follow(kreis.page, `${number}/S1`);
    await kreis.look('asked for a statement');
    await kreis.page.getByLabel('Bedenken', { exact: true }).check();
    await walk.press(kreis.page, 'Stellungnahme senden');
    await kreis.look('concerns without reasons');
    await walk.answer(kreis.page, { Wortlaut: 'Dort brüten Vögel.' });
    await walk.press(kreis.page, 'Stellungnahme senden');
    await kreis.look('statement given');
    await kreis.end();

    await office.open(address);
    assert.match(await office.page.locator('main').innerText(), /Dort brüten Vögel/);
    await office.end();
    await citizen.open('/status/vorgang');
    await citizen.end();
  });
});

function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return {
      id: element.id,
      text: element.textContent.trim(),
      html: element.outerHTML.slice(0, 100),
      visible: outlined || style.boxShadow !== 'none',
    };
  });
}

/** Presses Tab until the wanted stop; every stop on the way must show that it has the focus. */
async function tabTo(page, isWanted) {
  for (let stops = 0; stops < 60; ++stops) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    assert.ok(stop.visible, `the focus is not visible at ${stop.html}`);
    if (isWanted(stop)) return;
  }
  assert.fail(`no such stop on ${page.url()}`);
}
