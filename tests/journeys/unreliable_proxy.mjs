// SPDX-License-Identifier: EUPL-1.2
// Stands between a client and a server and misbehaves as networks and gateways do: it answers 500,
// 503 or 429 in the server's place, and cuts connections, before or after the server has done what
// was asked. The seed says what happens in which order.
import { once } from 'node:events';
import http from 'node:http';

/** Numbers under 1, the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const faults = ['status', 'status', 'limit', 'cut', 'lost answer', 'cut answer'];

export class UnreliableProxy {
  constructor(seed) {
    this.random = seeded(seed);
    this.chance = 0;  // of a fault, for each request
    this.target = undefined;
    this.happened = {};
    this.agent = new http.Agent({ keepAlive: false });
  }

  async open() {
    this.server = http.createServer((request, response) => this.pass(request, response)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }
  close() {
    this.server.close();
    this.server.closeAllConnections?.();
  }

  pick() {
    if (this.random() >= this.chance) return undefined;
    const fault = faults[Math.floor(this.random() * faults.length)];
    this.happened[fault] = (this.happened[fault] ?? 0) + 1;
    return fault;
  }

  async pass(request, response) {
    const fault = this.pick();
    const body = [];
    try {
      for await (const piece of request) body.push(piece);
    } catch {
      return;  // the client has gone
    }
    if (fault === 'status') return void response.writeHead(this.random() < 0.5 ? 500 : 503).end('{}');
    if (fault === 'limit') return void response.writeHead(429, { 'RateLimit-Reset': '1' }).end();
    if (fault === 'cut') return void request.socket.destroy();
    const onward = http.request(this.target + request.url, {
      method: request.method, headers: request.headers, agent: this.agent });
    onward.on('error', () => request.socket.destroy());
    onward.on('response', async (answer) => {
      const pieces = [];
      try {
        for await (const piece of answer) pieces.push(piece);
      } catch {
        return request.socket.destroy();
      }
      const content = Buffer.concat(pieces);
      if (fault === 'lost answer') return request.socket.destroy();
      const headers = { ...answer.headers, 'content-length': content.length };
      delete headers['transfer-encoding'];
      if (answer.statusCode === 204) delete headers['content-length'];
      response.writeHead(answer.statusCode, headers);
      if (fault !== 'cut answer' || content.length < 2) return response.end(content);
      return response.write(content.subarray(0, content.length >> 1), () => request.socket.destroy());
    });
    onward.end(Buffer.concat(body));
  }
}
