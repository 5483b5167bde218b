// SPDX-License-Identifier: EUPL-1.2
// Uploads with a real clamd beside Gordion. Its signature database cannot be had everywhere, so it
// gets signatures of our own: the EICAR test file and a planted word, found also inside a ZIP.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as walk from './support.mjs';

const clamdPath = '/usr/sbin/clamd';
const skip = walk.skip || (!existsSync(clamdPath) && 'clamav-daemon is not installed');
// In two parts, so that no scanner takes offence at this file.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const planted = 'GORDION-PLANTED-MALWARE';
const proof = 'G99000000004[0].F99000000033';

let server;
let clamd;
let socket;
let data;

async function startClamd() {
  const folder = walk.makeFolder();
  socket = join(folder, 'clamd.ctl');
  const hex = (text) => Buffer.from(text).toString('hex');
  writeFileSync(
    join(folder, 'own.ndb'),
    `Eicar-Test:0:*:${hex(eicar)}\nGordion.Planted:0:*:${hex(planted)}\n`,
  );
  const settings = join(folder, 'clamd.conf');
  writeFileSync(
    settings,
    ['Foreground yes', `LocalSocket ${socket}`, `DatabaseDirectory ${folder}`,
      'StreamMaxLength 12M', 'SelfCheck 0', 'MaxThreads 2'].join('\n') + '\n',
  );
  clamd = spawn(clamdPath, [`--config-file=${settings}`], { stdio: 'ignore' });
  for (let tries = 0; tries < 300; ++tries) {
    const answers = await new Promise((resolve) => {
      const asking = net.connect(socket, () => resolve(true));
      asking.once('error', () => resolve(false));
      asking.once('connect', () => asking.destroy());
    });
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('clamd does not answer');
}

/** The dog tax that also takes plain text and ZIP as a permit. */
async function publishWithMoreTypes() {
  const folder = join(walk.makeFolder(), 'hundesteuer-anmeldung');
  cpSync(join(walk.root, 'packages/hundesteuer-anmeldung'), folder, { recursive: true });
  const change = (name, from, to) => {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  };
  change('service.toml', 'version = "1.0.0"', 'version = "1.0.1"');
  const type = (name) => `<xdf3:mediaType>${name}</xdf3:mediaType>`;
  change('schema.xdf.xml', type('image/png'),
    type('image/png') + type('text/plain') + type('application/zip'));
  const published = await walk.gordion('service', 'publish', folder, '--tenant=01', `--data=${data}`);
  assert.equal(published.status, 0, published.out + published.err);
  const joined = await walk.gordion('adoption', 'add', '--administration=010545459',
    '--package=hundesteuer-anmeldung', '--version=1.0.1', `--data=${data}`);
  assert.equal(joined.status, 0, joined.out + joined.err);
}

async function serve(scanner) {
  const settings = join(walk.makeFolder(), 'gordion.toml');
  writeFileSync(settings, `data_folder = "${data}"\nmalware_scanner = "${scanner}"\n`);
  return walk.serve(data, { words: ['serve', `--config=${settings}`] });
}

before(async () => {
  if (skip) return;
  await startClamd();
  data = await walk.demoFolder();
  await publishWithMoreTypes();
  server = await serve(`unix:${socket}`);
});

after(() => {
  clamd?.kill('SIGKILL');
  walk.cleanUp();
});

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const crc32 = (bytes) =>
  (bytes.reduce((crc, byte) => crcTable[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^
    0xffffffff) >>> 0;

/** A ZIP with one stored file. */
function zip(name, content) {
  const bytes = Buffer.from(content);
  const file = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(bytes.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, bytes]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, Buffer.alloc(14), file]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function countBlobs() {
  const folder = join(data, 'blobs');
  const all = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return all.filter((entry) => entry.isFile()).length;
}

/** Goes to the page of a dangerous dog and uploads its permit; returns the answer to the post. */
async function uploadPermit(url, bytes, name = 'Erlaubnis') {
  const person = new walk.Person(url);
  const answers = walk.exampleAnswers('gueltig-ein-hund');
  answers.G99000000004[0].F99000000032 = true;
  let page = await person.post('/antrag/start', { key: walk.dogTax, ars: walk.groede });
  for (let steps = 0; !page.path.includes('hunde.1') || !page.body.includes(proof); ++steps) {
    if (steps > 12) throw new Error(`stuck at ${page.path} (${page.status})`);
    page = await walk.fill(person, page, answers);
  }
  return { person, page: await walk.fill(person, page, answers, { name, bytes, type: 'text/plain' }) };
}

test('a clean file is taken', { skip, timeout: 600_000 }, async () => {
  const { person, page } = await uploadPermit(server.url, 'Alles in Ordnung.\n');
  assert.equal(page.status, 200);
  assert.notEqual(page.path, '/antrag/hunde.1', page.between('id="fehler"', '</div>'));
  assert.match((await person.fetch('/antrag/hunde.1')).body, /Erlaubnis \(/);
});

for (const [what, bytes] of [
  ['the EICAR test file', () => eicar],
  ['a planted signature', () => `Sehr geehrte Damen\n${planted}\n`],
  ['a planted signature inside a ZIP', () => zip('brief.txt', `Guten Tag ${planted}\n`)],
]) {
  test(`${what} is refused and not kept`, { skip, timeout: 600_000 }, async () => {
    const before = countBlobs();
    const { person, page } = await uploadPermit(server.url, bytes());
    assert.equal(page.status, 422);
    assert.match(page.body, /Schadsoftware gefunden/);
    assert.doesNotMatch((await person.fetch('/antrag/hunde.1')).body, /Erlaubnis \(/);
    assert.equal(countBlobs(), before, 'no bytes are kept');
    assert.match(readFileSync(server.log, 'utf8'), /forms\.scan_infected/);
    assert.doesNotMatch(readFileSync(server.log, 'utf8'), /Erlaubnis/);
  });
}

test('without an answer of clamd nothing is taken', { skip, timeout: 600_000 }, async () => {
  const other = await serve('unix:/nowhere/clamd.ctl');
  const { page } = await uploadPermit(other.url, 'Alles in Ordnung.\n');
  assert.equal(page.status, 422);
  assert.match(page.body, /kann gerade nicht auf Schadsoftware geprüft werden/);
  await other.stop();
});
