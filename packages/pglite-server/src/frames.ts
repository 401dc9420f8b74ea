/** A message of the Postgres wire protocol that cannot be understood: the connection is ended. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

const startupHeaderBytes = 4;
const messageHeaderBytes = 5;
/** As in Postgres itself. */
const maxStartupBytes = 10_000;
const maxMessageBytes = 2 ** 30;

/** Cuts a TCP stream into whole messages, however the bytes were split or joined on the way. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The next startup packet (length, then body; no type byte), or undefined until it is complete. */
  readStartup(): Buffer | undefined {
    return this.#read(0, startupHeaderBytes, maxStartupBytes);
  }

  /** The next typed message, header included, or undefined until it is complete. */
  readMessage(): Buffer | undefined {
    return this.#read(1, messageHeaderBytes, maxMessageBytes);
  }

  #read(lengthOffset: number, headerBytes: number, maxBytes: number): Buffer | undefined {
    if (this.#size < headerBytes) return undefined;
    const length = this.#head(headerBytes).readInt32BE(lengthOffset);
    if (length < 4 || length > maxBytes) throw new ProtocolViolation(`invalid message length ${length}`);
    const total = lengthOffset + length;
    if (this.#size < total) return undefined;
    const head = this.#head(total);
    this.#size -= total;
    if (head.length === total) this.#chunks.shift();
    else this.#chunks[0] = head.subarray(total);
    return head.subarray(0, total);
  }

  /** The first chunk, grown only when it is too short, so that a large message is copied once. */
  #head(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= bytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

/** The one-letter type of a typed message. */
export function messageType(message: Buffer): string {
  return String.fromCharCode(message.readUInt8(0));
}

/** The body of a typed message, without type and length. */
export function messageBody(message: Buffer): Buffer {
  return message.subarray(messageHeaderBytes);
}

/** Cuts backend output into messages. Throws ProtocolViolation when it ends inside one. */
export function splitMessages(output: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  let offset = 0;
  while (offset < output.length) {
    const end =
      offset + messageHeaderBytes <= output.length ? offset + 1 + output.readInt32BE(offset + 1) : 0;
    if (end <= offset || end > output.length) throw new ProtocolViolation('truncated backend output');
    messages.push(output.subarray(offset, end));
    offset = end;
  }
  return messages;
}
