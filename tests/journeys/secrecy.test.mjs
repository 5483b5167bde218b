// SPDX-License-Identifier: EUPL-1.2
// Nobody who gets hold of the disk or the logs can read what citizens and authorities write to
// each other: a marker goes through every door (answers, draft, upload, question, answer,
// decision), and afterwards no byte of it is found, in no spelling.
//
// What may be readable, and therefore is not searched for: numbers, times, states, which service
// and which administration; and in the demonstration the captured mails, which never quote.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import * as walk from './support.mjs';

after(walk.cleanUp);

const marker = `Geheim${randomBytes(9).toString('hex')}Wort`;

/** The marker as it could lie about: plain, UTF-16, hex, percent-encoded, base64 at any offset. */
function spellings(text) {
  const bytes = Buffer.from(text);
  const list = [
    ['UTF-8', bytes],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', Buffer.from(text, 'utf16le').swap16()],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['reversed', Buffer.from(bytes).reverse()],
  ];
  for (const offset of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The first and last characters depend on the neighbours of the marker.
    list.push([`base64+${offset}`, Buffer.from(shifted.slice(offset ? 4 : 0, -4))]);
  }
  return list;
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** "FILE: SPELLING" for everything that is found. */
function search(paths, text) {
  const found = [];
  for (const file of paths.flatMap(filesBelow)) {
    const bytes = readFileSync(file);
    for (const [name, spelling] of spellings(text)) {
      if (bytes.includes(spelling)) found.push(`${file}: ${name}`);
    }
  }
  return found;
}

function markedAnswers(name) {
  const answers = walk.exampleAnswers(name);
  answers.G99000000001.F99000000002 = marker;
  answers.G99000000002.F99000000010 = `${marker}weg`;
  answers.G99000000004[0].F99000000030 = marker;
  return answers;
}

const upload = {
  name: `${marker}.pdf`,
  type: 'application/pdf',
  bytes: Buffer.from(
    `%PDF-1.4\n% ${marker}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n` +
      '2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  ),
};

/** The disk while everything is open: the write-ahead log is not yet folded in. */
function assertNothing(server, place, when) {
  assert.deepEqual(search([place.data, place.temp, server.log], marker), [], when);
}

async function savedDraft(server) {
  const person = new walk.Person(server.url);
  const answers = markedAnswers('gueltig-assistenzhund-zaehlt-nicht-mit');
  const summary = await walk.fillAll(person, answers, { file: upload });
  assert.ok(summary.body.includes(marker), 'the citizen sees the own answers');
  const saved = await person.submit(summary, '/antrag/merken', {});
  const other = new walk.Person(server.url);
  const resumed = await other.post('/fortsetzen', walk.readSecret(saved));
  assert.equal(resumed.path, '/antrag/pruefen');
  assert.ok(resumed.body.includes(marker), 'the draft goes on elsewhere');
  return other;
}

async function decide(server, { number, code }) {
  const team = await walk.signIn(server.url, 'team@pellworm.demo');
  const [opened, url] = await walk.openCase(team, number);
  assert.ok(opened.body.includes(marker), 'the authority reads the answers');
  const asked = await team.submit(opened, `${url}/frage`, { question: `Frage ${marker}?` });
  assert.ok(asked.body.includes(`Frage ${marker}?`), 'the question stands in the case');

  const citizen = new walk.Person(server.url);
  const status = await citizen.post('/status', { number, code });
  assert.ok(status.body.includes(`Frage ${marker}?`), 'the citizen reads the question');
  await citizen.submit(status, '/status/antwort', { answer: `Antwort ${marker}.` });

  const answered = await team.fetch(url);
  assert.ok(answered.body.includes(`Antwort ${marker}.`), 'the team reads the answer');
  await team.submit(answered, `${url}/entscheiden`, { granted: 'no', reason: `Grund ${marker}.` });
  return walk.fetchUntil(citizen, '/status/vorgang', 'Bescheid');
}

describe('secrecy', { skip: walk.skip }, () => {
  test('the search finds what is planted, in every spelling', () => {
    const folder = walk.makeFolder();
    const planted = 'PlantedMarker0815';
    for (const [name, bytes] of spellings(planted)) {
      const file = join(folder, 'planted.bin');
      writeFileSync(file, Buffer.concat([randomBytes(1000), bytes, randomBytes(7)]));
      assert.ok(search([folder], planted).includes(`${file}: ${name}`), name);
    }
    for (const offset of [0, 1, 2]) {
      const around = `${'x'.repeat(3 + offset)}${planted} and more`;
      writeFileSync(join(folder, 'planted.bin'), Buffer.from(around).toString('base64'));
      assert.equal(search([folder], planted).length, 1, `base64 at offset ${offset}`);
    }
  });

  test('no answer, upload, question or decision lies readable anywhere', { timeout: 600_000 },
    async () => {
      const place = { data: join(walk.makeFolder(), 'data'), temp: walk.makeFolder() };
      const server = await walk.serve(place.data, {
        words: ['demo'],
        env: { TMPDIR: place.temp },
      });
      const direct = await walk.submitDirectly(
        server.url, markedAnswers('gueltig-ein-hund'), randomUUID());
      assert.equal(direct.status, 201, await direct.clone().text());
      assertNothing(server, place, 'after a submission over the interface');

      const person = await savedDraft(server);
      assertNothing(server, place, 'while a draft is saved');
      const receipt = walk.readSecret(await person.submit(
        await person.fetch('/antrag/pruefen'), '/antrag/absenden',
        { notify: 'erika@beispiel.example' }));
      assert.match(receipt.number, /^010545459-/);
      assertNothing(server, place, 'after a submission through the pages');

      await decide(server, receipt);
      await decide(server, await direct.json());
      assertNothing(server, place, 'after the decisions');
      await server.stop();
      assertNothing(server, place, 'after the server has ended');
      assert.ok(readdirSync(join(place.data, 'blobs')).length > 0, 'there are blobs to search');
    });
});
