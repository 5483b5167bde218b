// SPDX-License-Identifier: EUPL-1.2
// The journey of issue 2 as people walk it: a citizen finds the authority, fills in the form,
// sends it off; a team asks, decides; the citizen downloads the Bescheid. Once with scripts and
// once without, because every page must work without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import * as walk from './support.mjs';

const parkingPermit = '99108001001000';
const freiburg = '083110000000';
const team = 'team@pellworm.demo';

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

const person = (options) => walk.newPerson(chromium, gordion.url, options);

function hasProgram(name) {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The text of a PDF, or undefined where pdftotext is missing. */
function textOf(file) {
  return hasProgram('pdftotext')
    ? execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    : undefined;
}

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), walk.activate(page, link)]);
  return file.path();
}

async function findAuthority(page) {
  await page.goto('/');
  await page.getByLabel('Ihr Anliegen').fill('Hunde steuer');
  await walk.press(page, 'Suchen');
  await walk.follow(page, 'Hundesteuer Festsetzung');

  await page.getByLabel('Für welchen Ort?').fill('Neustadt');
  await walk.press(page, 'Weiter');
  assert.ok((await page.locator('.services a').count()) > 5, 'Neustadt occurs many times');
  assert.match(await page.locator('.services').innerText(), /Kreis|Landkreis/);

  await page.getByLabel('Für welchen Ort?').fill('25869');
  await walk.press(page, 'Weiter');
  const places = page.locator('.services').getByRole('link', { name: 'Gröde' });
  if ((await places.count()) > 0) await walk.activate(page, places);
  const text = await page.locator('main').innerText();
  assert.match(text, /Amt Pellworm/);
  assert.match(text, /Warum diese Stelle\?\s+\S.*Gröde.*Amt Pellworm/s);
}

async function refuseEmptyPage(page, { scripts }) {
  await walk.press(page, 'Jetzt beginnen');
  assert.equal(await walk.heading(page), 'Wer hält den Hund?');
  await walk.press(page, 'Weiter');
  assert.match(await page.title(), /^Fehler: /);
  const listed = await page.locator('#fehler li').allInnerTexts();
  const atFields = await page.locator('.kern-error').allInnerTexts();
  assert.deepEqual(listed, atFields, 'the same words in the list and at the fields');
  assert.equal(listed.length, 3);
  assert.match(listed[0], /Vorname/);
  if (scripts) {
    assert.equal(await page.evaluate(() => document.activeElement.id), 'fehler');
  }
  await walk.activate(page, page.locator('#fehler a').first());
  assert.equal(await page.locator(':focus').getAttribute('name'), 'G99000000001.F99000000001');
}

async function answerUntilDogs(page) {
  await walk.answerAndGoOn(page, walk.keeper);
  await walk.answerAndGoOn(page, walk.home);
  const moved = 'Sind Sie mit dem Hund aus einer anderen Gemeinde hierher gezogen?';
  assert.equal(await page.getByLabel('Bisherige Gemeinde').count(), 0);
  await walk.answerAndGoOn(page, { [moved]: 'Ja' });
  await walk.answerAndGoOn(page, {
    'Bisherige Gemeinde': 'Husum',
    'Bis wann ist der Hund dort versteuert?': '31.12.2024',
  });
  assert.equal(await walk.heading(page), 'Haben Sie schon Hunde angemeldet?');

  await walk.follow(page, 'Zurück');
  assert.equal(await page.getByLabel('Bisherige Gemeinde').inputValue(), 'Husum');
  await press(page, 'Weiter');
  await walk.answerAndGoOn(page, {
    'Leben in Ihrem Haushalt schon Hunde, die hier angemeldet sind?': 'Nein',
  });
}

const press = walk.press;

async function registerTwoDogsAndRemoveOne(page) {
  await walk.answerAndGoOn(page, walk.dog);
  await walk.addDog(page, { ...walk.dog, Rufname: 'Hasso', Chipnummer: '276098100000002' });
  assert.equal(await page.locator('.repetition li').count(), 2);
  await press(page, 'Entfernen Hund 2');
  assert.equal(await page.locator('.repetition li').count(), 1);
  assert.doesNotMatch(await page.locator('main').innerText(), /Hasso/);
  await press(page, 'Weiter');
}

/** Saves, fails with a wrong code in another browser, then goes on there with the right one. */
async function goOnElsewhere(page, options) {
  await press(page, 'Speichern und später weitermachen');
  const { number, code } = await walk.readSecret(page);
  const other = await person(options);
  await other.goto('/fortsetzen');
  await walk.answerAndGoOn(other, { Nummer: number, Code: 'AAAA-AAAA-AAAA-AAAA' });
  assert.match(await other.title(), /^Fehler: /);
  assert.equal(
    await other.locator('#code-fehler').innerText(),
    await other.locator('#fehler li').innerText(),
  );
  await walk.answerAndGoOn(other, { Nummer: number, Code: code.toLowerCase() });
  assert.equal(await walk.heading(other), 'Wie möchten Sie zahlen?');
  return other;
}

async function changeFromSummary(page) {
  await walk.answerAndGoOn(page, { 'Soll die Steuer von Ihrem Konto abgebucht werden?': 'Nein' });
  await walk.declare(page, 'Ich versichere, dass meine Angaben vollständig und richtig sind.');
  assert.equal(await walk.heading(page), 'Angaben prüfen');
  await walk.follow(page, /^Ändern.*Wo wohnen Sie/);
  await walk.answerAndGoOn(page, { Straße: 'Warftweg' });
  assert.equal(await walk.heading(page), 'Angaben prüfen');
  assert.match(await page.locator('main').innerText(), /Warftweg/);
}

async function submitTwice(page) {
  const receipt = await walk.submit(page);
  assert.match(receipt.number, /^010545459-/);
  await page.reload();
  assert.equal((await walk.readSecret(page)).number, receipt.number, 'no second case');
  return receipt;
}

async function readStatus(page, receipt, shown) {
  await page.goto('/status');
  await walk.answerAndGoOn(page, { Nummer: receipt.number, Code: receipt.code });
  await walk.openUntil(page, '/status/vorgang', shown);
  return page.locator('main').innerText();
}

async function openCase(page, number) {
  await walk.openUntil(page, '/backoffice/eingang', number);
  await walk.follow(page, number);
}

async function askAndAnswer(worker, citizen) {
  await walk.answer(worker, {
    'Rückfrage an die Antragstellerin oder den Antragsteller': 'Wie groß ist Bello?',
  });
  await press(worker, 'Rückfrage senden');
  assert.match(await worker.locator('main').innerText(), /Rückfrage offen/);
  await citizen.goto('/status/vorgang');
  assert.match(await citizen.locator('main').innerText(), /Wie groß ist Bello\?/);
  await walk.answer(citizen, { 'Ihre Antwort auf die Frage': '62 Zentimeter.' });
  await press(citizen, 'Senden');
  assert.match(await citizen.locator('main').innerText(), /62 Zentimeter\./);
}

/** Returns the amount that the page computed, as it is shown. */
async function decide(worker, number) {
  await openCase(worker, number);
  const text = await worker.locator('main').innerText();
  assert.match(text, /62 Zentimeter\./);
  const amount = text.match(/\d[\d.]*,\d\d €/)[0];
  await press(worker, 'Bescheid erlassen und zustellen');
  assert.match(await worker.locator('main').innerText(), /entschieden/);
  return amount;
}

async function readBescheid(citizen, amount) {
  await walk.openUntil(citizen, '/status/vorgang', 'Ihr Bescheid ist da');
  const file = await download(
    citizen,
    citizen.getByRole('link', { name: /Herunterladen.*Bescheid/ }),
  );
  assert.equal(readFileSync(file).subarray(0, 5).toString('latin1'), '%PDF-');
  const text = textOf(file);
  if (text !== undefined) {
    assert.ok(text.includes(amount), `the Bescheid names ${amount}`);
    assert.match(text, /Erika\s+Beispiel/);
    assert.match(text, /Warftweg/);
  }
}

async function checkProtocol(worker) {
  await worker.goto('/backoffice/protokoll');
  const text = await worker.locator('main').innerText();
  assert.match(text, /Kette geprüft: \d+ Einträge, keiner verändert oder entfernt/);
}

async function walkTheJourney({ scripts }) {
  const options = { javaScriptEnabled: scripts };
  const first = await person(options);
  await findAuthority(first);
  await refuseEmptyPage(first, { scripts });
  await answerUntilDogs(first);
  await registerTwoDogsAndRemoveOne(first);
  const citizen = await goOnElsewhere(first, options);
  await changeFromSummary(citizen);
  const receipt = await submitTwice(citizen);
  const status = await readStatus(citizen, receipt, 'Ihr Antrag ist eingegangen und verschlüsselt');
  assert.match(status, /Amt Pellworm/);

  const worker = await person(options);
  await walk.signIn(worker, team);
  await openCase(worker, receipt.number);
  assert.match(await worker.locator('main').innerText(), /Bello/);
  await askAndAnswer(worker, citizen);
  const amount = await decide(worker, receipt.number);
  await readBescheid(citizen, amount);
  await checkProtocol(worker);
  for (const page of [first, citizen, worker]) await page.context().close();
}

describe('the journey', { skip: walk.skip }, () => {
  test('with scripts', () => walkTheJourney({ scripts: true }));

  test('without scripts', () => walkTheJourney({ scripts: false }));

  test('a team works for a second Amt by mandate, in the same inbox', async () => {
    const citizen = await person();
    await citizen.goto(`/leistung/${walk.dogTax}/ort?q=25938`);
    await walk.activate(citizen, citizen.locator('.services a').first());
    assert.match(await citizen.locator('main').innerText(), /Amt Föhr-Amrum/);
    await walk.registerDog(citizen, new URL(citizen.url()).pathname.split('/').at(-1));
    const { number } = await walk.submit(citizen);
    assert.match(number, /^010545488-/);

    const worker = await person();
    await walk.signIn(worker, team);
    await walk.openUntil(worker, '/backoffice/eingang', number);
    const row = worker.getByRole('row').filter({ hasText: number });
    assert.match(await row.innerText(), /Amt Föhr-Amrum.*im Mandat/s);
    await walk.follow(worker, number);
    assert.match(await worker.locator('main').innerText(), /im Mandat/);
    await citizen.context().close();
    await worker.context().close();
  });

  test('a parking permit in Freiburg for a car that somebody else keeps', async () => {
    const citizen = await person();
    await walk.begin(citizen, parkingPermit, freiburg);
    await walk.answerAndGoOn(citizen, walk.keeper);
    await walk.answerAndGoOn(citizen, {
      ...walk.home,
      Postleitzahl: '79098',
      Ort: 'Freiburg im Breisgau',
      'Seit wann sind Sie dort gemeldet?': '1.4.2020',
      'Haupt- oder Nebenwohnung?': 'Hauptwohnung',
    });
    await chooseZone(citizen, 'Stühlinger');
    await describeCar(citizen);
    await nameKeeper(citizen);
    await choosePermit(citizen);
    await walk.declare(
      citizen,
      'Ich nutze das Fahrzeug dauerhaft, habe in der Zone keinen anderen Bewohnerparkausweis und meine Angaben sind richtig.',
    );
    const summary = await citizen.locator('main').innerText();
    assert.match(summary, /Stühlinger/);
    assert.match(summary, /erklaerung\.pdf/);
    const { number } = await walk.submit(citizen);
    await checkUploadsAtTheOffice(number);
    await citizen.context().close();
  });
});

const permission = {
  name: 'erklaerung.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
      '2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
      'trailer<</Root 1 0 R>>\n%%EOF\n',
  ),
};

// One grey pixel.
const registration = {
  name: 'zulassung.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
    'base64',
  ),
};

async function chooseZone(citizen, zone) {
  const field = citizen.getByLabel('In welcher Zone wohnen Sie?');
  if ((await field.count()) > 0) {
    const labels = await field.locator('option').allInnerTexts();
    const label = labels.find((text) => text.includes(zone));
    assert.ok(label, `the zones of Freiburg are offered: ${labels}`);
    await walk.answerAndGoOn(citizen, { 'In welcher Zone wohnen Sie?': label });
  } else {
    await citizen.getByLabel(zone).check();
    await press(citizen, 'Weiter');
  }
}

async function describeCar(citizen) {
  const car = {
    Kennzeichen: 'FR-AB 123',
    'Art des Fahrzeugs': 'Personenkraftwagen',
    'Hersteller und Modell': 'Beispielwagen Modell 3',
    'Länge in Millimetern': '4200',
    'Zulässige Gesamtmasse in Kilogramm': '1850',
  };
  const paper = 'Zulassungsbescheinigung Teil I (Fahrzeugschein)';
  const text = { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF at all') };
  await walk.answerAndGoOn(citizen, { ...car, [paper]: text });
  assert.match(await citizen.title(), /^Fehler: /, 'a text that calls itself PDF is refused');
  await walk.answerAndGoOn(citizen, { [paper]: registration });
}

async function nameKeeper(citizen) {
  await walk.answerAndGoOn(citizen, { 'Ist das Fahrzeug auf Sie zugelassen?': 'Nein' });
  await walk.answerAndGoOn(citizen, {
    'Name der Person oder Firma, auf die das Fahrzeug zugelassen ist': 'Max Beispiel',
    'Warum nutzen Sie das Fahrzeug?': 'Fahrzeug eines Familienmitglieds',
    'Schriftliche Erklärung, dass Sie das Fahrzeug dauerhaft nutzen dürfen': permission,
  });
}

async function choosePermit(citizen) {
  const today = new Date();
  await walk.answerAndGoOn(citizen, {
    'Wie lange soll der Ausweis gelten?': '12 Monate (200,00 €)',
    'Ab wann soll er gelten?': `${today.getDate()}.${today.getMonth() + 1}.${today.getFullYear()}`,
    'Haben Sie einen Schwerbehindertenausweis mit dem Merkzeichen aG, Bl oder TBl?': 'Nein',
    'Wie möchten Sie den Ausweis bekommen?': 'mit der Post',
  });
}

async function checkUploadsAtTheOffice(number) {
  const worker = await person();
  await walk.signIn(worker, 'team@freiburg.demo');
  await openCase(worker, number);
  assert.match(await worker.locator('main').innerText(), /202,50 €/);
  const file = await download(worker, worker.getByRole('link', { name: 'erklaerung.pdf' }));
  assert.deepEqual(readFileSync(file), permission.buffer, 'the office gets the very bytes');
  await worker.context().close();
}
