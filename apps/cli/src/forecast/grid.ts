/** Rows of cells under each other, the first row being the head. Columns of numbers are right-aligned. */
export function grid(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const columns = head.map((_, i) => {
    const cells = body.map((row) => row[i] ?? '');
    return {
      width: Math.max(...rows.map((row) => row[i]?.length ?? 0)),
      numeric: cells.length > 0 && cells.every((cell) => /^[\d.,]+( %)?$/.test(cell)),
    };
  });
  const line = (row: readonly string[]): string =>
    columns
      .map(({ width, numeric }, i) =>
        numeric ? (row[i] ?? '').padStart(width) : (row[i] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join('\n');
}
