// SPDX-License-Identifier: EUPL-1.2
// Prism, a proxy by others, judges what the delivery server answers by the official OpenAPI files
// of FIT-Connect. They may not be copied into the project: GORDION_FITCONNECT_OPENAPI names their
// folder. Only Submission API 1.1.3 and Routing API 2.0.0 were published as files; v2 has none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as fit from './fitconnect.mjs';
import * as walk from './support.mjs';

const folder = process.env.GORDION_FITCONNECT_OPENAPI ?? join(walk.root, '../shared/standards/fit-connect');
const submissionApi = join(folder, 'submission-api-1.1.3.yaml');
const routingApi = join(folder, 'routing-api-2.0.0.yaml');
const table = join(walk.root, 'docs/reference/fitconnect-conformity.md');

/** Why nothing can be judged here, or false. For the option `skip` of a test. */
export const skip = existsSync(submissionApi) && existsSync(routingApi) ? false
  : 'the official OpenAPI files are not here (GORDION_FITCONNECT_OPENAPI names their folder)';

const children = new Set();

/** For `after`. */
export function stopAll() {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
}

async function start(file, upstream) {
  const port = await walk.freePort();
  const child = spawn(process.execPath, [join(walk.root, 'node_modules/@stoplight/prism-cli/dist/index.js'),
    'proxy', file, upstream, '--host', '127.0.0.1', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let said = '';
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(said)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
        if (/Prism is listening/.test(said)) resolve();
      });
    }
  });
  return `http://127.0.0.1:${port}`;
}

/** Sends calls through Prism and gathers what it objects to. */
export class Judge {
  constructor(url, name) {
    this.url = url;
    this.name = name;
    this.violations = new Set();
    this.calls = 0;
  }

  /** Notes what Prism says about an answer; 4xx says that the request is wrong on purpose. */
  note(method, path, { status, headers }) {
    this.calls += 1;
    const said = JSON.parse(headers.get('sl-violations') ?? '[]');
    for (const { location, message } of said) {
      if (location[0] === 'request' && status >= 400) continue;
      const template = path.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[-0-9a-f]{27}/g, '{id}');
      const where = location.join('.');
      this.violations.add(`${method} ${template} | ${status} | ${where} | ${message.replaceAll('|', '/')}`);
    }
  }

  /** `status`: what the call is expected to get. */
  async send(status, method, path, asked = {}) {
    const answer = await fit.call(this.url, method, path, asked);
    this.note(method, path, answer);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Each of them needs a token that it does not have. */
  async sendWithoutToken(calls) {
    for (const [method, path, asked] of calls) {
      await this.send(401, method, path, asked);
      await this.send(401, method, path, { ...asked, token: 'nonsense' });
    }
  }

  /** What was objected to, as the rows of the table begin. */
  found() {
    return [...this.violations].map((violation) => `${this.name} | ${violation}`).sort();
  }
}

/** Judges of the two interfaces in front of the server at `url`. */
export const judgeSubmissions = async (url) =>
  new Judge(await start(submissionApi, `${url}/submission-api`), 'Submission API');
export const judgeRouting = async (url) =>
  new Judge(await start(routingApi, `${url}/routing-api/v1`), 'Routing API');

/** The rows of the table: what remains, and why. */
export function knownViolations() {
  return readFileSync(table, 'utf8').split('\n').filter((line) => /^\| (Submission|Routing) API/.test(line))
    .map((line) => line.split(' | ').slice(0, 5).join(' | ').slice(2)).sort();
}

/** Fails where a judge objected to something that the table does not name. */
export function assertNothingNew(...judges) {
  const known = knownViolations();
  assert.deepEqual(judges.flatMap((judge) => judge.found()).filter((row) => !known.includes(row)), []);
}
