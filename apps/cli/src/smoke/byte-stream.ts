import { once } from 'node:events';

/** A WebSocket as a stream of bytes. */
export interface ByteStream {
  /** Exactly so many bytes. Rejects when the other side ends before. */
  read(count: number): Promise<Buffer>;
  write(bytes: Buffer): void;
  close(): void;
}

/** Rejects when nobody answers. */
export async function openByteStream(url: string): Promise<ByteStream> {
  const socket = new WebSocket(url, ['binary']);
  socket.binaryType = 'arraybuffer';
  let received = Buffer.alloc(0);
  let wake = (): void => {};
  socket.addEventListener('message', ({ data }) => {
    received = Buffer.concat([received, Buffer.from(data as ArrayBuffer)]);
    wake();
  });
  socket.addEventListener('close', () => wake());
  await Promise.race([
    once(socket, 'open'),
    once(socket, 'error').then(() => Promise.reject(new Error(`${url} does not answer`))),
  ]);
  return {
    read: async (count) => {
      while (received.length < count) {
        if (socket.readyState !== WebSocket.OPEN) throw new Error('the other side ended the conversation');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const bytes = received.subarray(0, count);
      received = received.subarray(count);
      return bytes;
    },
    write: (bytes) => socket.send(new Uint8Array(bytes)),
    close: () => socket.close(),
  };
}
