// Writes native/engine/text/unicode_table.hpp: node scripts/generate-unicode-table.mjs. Letters, numbers and white space
// of the Unicode version of the Node that runs it, as ranges; surrogates belong to no class.
import { writeFileSync } from 'node:fs';

const CLASSES = [
  [/\p{L}/u, 'kLetter'],
  [/\p{N}/u, 'kNumber'],
  [/\p{White_Space}/u, 'kSpace'],
];

function classOf(point) {
  if (point >= 0xd800 && point < 0xe000) return undefined;
  const character = String.fromCodePoint(point);
  return CLASSES.find(([pattern]) => pattern.test(character))?.[1];
}

const ranges = [];
for (let point = 0; point < 0x110000; point += 1) {
  const kind = classOf(point);
  const last = ranges.at(-1);
  if (kind === undefined) continue;
  if (last && last.kind === kind && last.end === point) last.end += 1;
  else ranges.push({ begin: point, end: point + 1, kind });
}

const hex = (value) => `0x${value.toString(16).toUpperCase()}`;
const rows = ranges.map(
  ({ begin, end, kind }) => `    {${hex(begin)}, ${hex(end)}, CharacterClass::${kind}},`,
);
writeFileSync(
  'native/engine/text/unicode_table.hpp',
  `#pragma once

#include <cstdint>

#include "engine/text/unicode_class.hpp"

// Written by scripts/generate-unicode-table.mjs from Unicode ${process.versions.unicode}; ranges ascend and exclude their end.
namespace crystalline::text {

struct ClassRange {
  std::uint32_t begin;
  std::uint32_t end;
  CharacterClass kind;
};

// clang-format off
inline constexpr ClassRange kClassRanges[] = {
${rows.join('\n')}
};
// clang-format on

}  // namespace crystalline::text
`,
);
console.log(`${ranges.length} ranges`);
