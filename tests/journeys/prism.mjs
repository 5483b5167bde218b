// SPDX-License-Identifier: EUPL-1.2
// Prism, a proxy by others, judges what the delivery server answers by the official OpenAPI files
// of FIT-Connect. They may not be copied into the project: GORDION_FITCONNECT_OPENAPI names their
// folder. Only Submission API 1.1.3 and Routing API 2.0.0 were published as files; v2 has none.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
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
const fronts = new Set();

/** For `after`. */
export function stopAll() {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const front of fronts) front.close();
  fronts.clear();
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

/** The paths of a file as expressions: "/v1/cases/{caseId}/events". */
function pathsOf(file) {
  const [, paths] = readFileSync(file, 'utf8').split(/^paths:$/m);
  return [...paths.matchAll(/^ {2}'?(\/[^':]*)'?:/gm)]
    .map(([, path]) => new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`));
}

const asked = 'x-judged-path';
/** Prism holds bodies in memory, and those that are larger show nothing new. */
const mostJudgedBytes = 1_000_000;

function readAll(stream) {
  return new Promise((resolve, reject) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => resolve(Buffer.concat(parts)));
    stream.on('error', reject);
  });
}

/**
 * Stands in front of a delivery server for everybody who speaks with it, Gordion's own clients
 * too: what an official file describes goes through Prism, under whatever prefix it was asked; the
 * rest goes straight on. Prism sends its calls here again, with the path that was asked.
 */
class Front {
  async open(target) {
    Object.assign(this, { target, straight: 0 });
    this.server = http.createServer((request, response) => {
      this.pass(request, response).catch(() => response.destroy());
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    fronts.add(this.server);
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    this.submissions = new Judge(await start(submissionApi, this.url), 'Submission API');
    this.routing = new Judge(await start(routingApi, this.url), 'Routing API');
    this.known = [[this.submissions, pathsOf(submissionApi), /^\/(submission|destination)-api(?=\/)/],
      [this.routing, pathsOf(routingApi), /^(\/routing-api)?\/v[12](?=\/)/]];
    return this;
  }

  /** { judge, path } of what a file describes. */
  describe(target) {
    const [path, query = ''] = target.split(/(?=\?)/);
    for (const [judge, paths, prefix] of this.known) {
      const rest = path.replace(prefix, '');
      if (paths.some((known) => known.test(rest))) return { judge, path: rest + query };
    }
    return undefined;
  }

  async pass(request, response) {
    const { host: _, connection: __, [asked]: original, ...headers } = request.headers;
    const body = await readAll(request);
    const found = original === undefined && body.length <= mostJudgedBytes ? this.describe(request.url) : undefined;
    if (original === undefined && !found) this.straight += 1;
    const to = found ? found.judge.url + found.path : this.target + (original ?? request.url);
    const passed = http.request(to, { method: request.method, headers: { ...headers, ...(found && { [asked]: request.url }) } });
    passed.end(body);
    const [answer] = await once(passed, 'response');
    const content = await readAll(answer);
    if (found) {
      const { [asked]: ___, ...known } = answer.headers;
      found.judge.note(request.method, found.path, { status: answer.statusCode, headers: { get: (name) => known[name] ?? null } });
    }
    const { 'transfer-encoding': ____, connection: _____, 'sl-violations': ______, ...shown } = answer.headers;
    response.writeHead(answer.statusCode, shown);
    response.end(content);
  }
}

/**
 * What stands in front of a server for the rest of a journey: { url, check }. `check` fails where
 * something was objected to that the table does not name, and where less than `least` was judged.
 * Without the files everything goes straight, and the journey says so.
 */
export async function inFrontOf(target) {
  if (skip) return { url: target, check: (context) => context.diagnostic(skip) };
  const front = await new Front().open(target);
  return {
    url: front.url,
    check: (context, least) => {
      assertNothingNew(front.submissions, front.routing);
      const judged = front.submissions.calls + front.routing.calls;
      assert.ok(judged >= least, `${judged} calls were judged`);
      context.diagnostic(`${judged} calls judged by the official files, ${front.straight} not described by them`);
    },
  };
}
