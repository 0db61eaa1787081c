// The peer: one Node process with Express and ws, as tutorials build this. It checks the signature of the body parsed and written again, keeps
// calls in memory, and sends to each viewer at once. PORT and SECRET come from the environment.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { WebSocketServer } from 'ws';

const viewers = new Map();
const calls = new Map();
const app = express();
app.use(express.json({ limit: '4mb' }));

app.post('/webhook/vapi', (req, res) => {
  const signed = `${req.headers['x-timestamp']}.${JSON.stringify(req.body)}`;
  const expected = createHmac('sha256', process.env.SECRET).update(signed).digest();
  const given = Buffer.from(String(req.headers['x-signature'] ?? ''), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return res.status(401).json({ error: 'Invalid signature' });
  }
  const { type, call, role, transcript, transcriptType, timestamp } = req.body.message;
  if (type === 'transcript') {
    const state = calls.get(call.id) ?? { seq: 0, finals: [] };
    calls.set(call.id, state);
    const event = { callId: call.id, seq: ++state.seq, type: 'caption', at: Date.now(), vapiAt: timestamp, speaker: role,
      final: transcriptType === 'final', text: transcript };
    if (event.final) state.finals.push(event);
    const text = JSON.stringify(event);
    for (const viewer of viewers.get(call.id) ?? []) viewer.send(text);
  }
  res.json({ ok: true });
});

const server = createServer(app);
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, req) => {
  const callId = req.url.slice(req.url.lastIndexOf('/') + 1);
  if (!viewers.has(callId)) viewers.set(callId, new Set());
  viewers.get(callId).add(socket);
  socket.on('close', () => viewers.get(callId)?.delete(socket));
  socket.on('error', () => socket.terminate());
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
