/** What can be read piece by piece: standard input. */
export type TextInput = AsyncIterable<string | Uint8Array>;

/** The text's lines in lists of about `size`, without their ends (\n or \r\n). A last line need not be ended. */
export async function* linesOf(input: TextInput, size: number): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let lines: string[] = [];
  let rest = '';
  for await (const piece of input) {
    const text =
      rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    const found = text.split('\n');
    rest = found.pop() ?? '';
    for (const line of found) lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    while (lines.length >= size) {
      yield lines.slice(0, size);
      lines = lines.slice(size);
    }
  }
  if (rest !== '') lines.push(rest);
  if (lines.length > 0) yield lines;
}
