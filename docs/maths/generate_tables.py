#!/usr/bin/env python3
"""Writes the constant tables of native/engine/math: run it from the repository's root. With --polynomials it
prints coefficients instead.

Needs mpmath. Every number is computed at 60 digits and rounded once; a pair (hi, lo) holds
hi = the value rounded to a double, or to a multiple of a stated power of two, and lo = the rest.
The minimax polynomials in the sources come from remez() below.
"""

import sys

from mpmath import asin, atan, cos, erf, exp, factorial, floor, log, lu_solve, matrix, mp, mpf, nint, pi, polyval, sin, sqrt, tan, taylor

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
    binary = ""
    for i in range(128):
        # The 128 slices of [0.6875, 1.375): 80 of width 2^-8 below 1, 48 of width 2^-7 above.
        low = mpf(0.6875) + mpf(i) / 256 if i < 80 else 1 + mpf(i - 80) / 128
        width = mpf(1) / (256 if i < 80 else 128)
        inverse = mpf(1) if i in (79, 80) else nint(256 / (low + width / 2)) / 256
        rows += row(inverse, *pair(-log(inverse), mpf(2) ** -42))
        binary += row(*pair(-log(inverse, 2), mpf(2) ** -42))
    write(
        "log_table.hpp",
        "/// c is near the middle of slice i of [0.6875, 1.375): inverse = 1/c, a multiple of 2^-8;\n"
        "/// log c = hi + lo, hi a multiple of 2^-42. c = 1 on both sides of 1.\n"
        "struct LogRow {\n  double inverse;\n  double hi;\n  double lo;\n};\n",
        "inline constexpr LogRow kLog[128] = {\n" + rows + "};\n"
        "\n/// log2 c of the same slices = hi + lo, hi a multiple of 2^-42.\n"
        "struct Log2Row {\n  double hi;\n  double lo;\n};\n"
        "inline constexpr Log2Row kLog2[128] = {\n" + binary + "};\n",
    )


def sine_table():
    tangents = "".join(row(*pair(tan(mpf(i) / 64))) for i in range(52))
    rows = "".join(row(*pair(sin(mpf(i) / 64)), *pair(cos(mpf(i) / 64))) for i in range(52))
    write(
        "sine_table.hpp",
        "/// sin and cos of i/64, each as hi + lo.\n"
        "struct SineRow {\n  double sin_hi;\n  double sin_lo;\n  double cos_hi;\n  double cos_lo;\n};\n",
        "inline constexpr SineRow kSine[52] = {\n" + rows + "};\n"
        "\n/// tan of i/64 as hi + lo.\nstruct TangentRow {\n  double hi;\n  double lo;\n};\n"
        "inline constexpr TangentRow kTangent[52] = {\n" + tangents + "};\n",
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


def arc_tangent_table():
    rows = ""
    for binade in range(-3, 4):
        for i in range(32):
            rows += row(*pair(atan(mpf(2) ** binade * (1 + (mpf(i) + mpf(1) / 2) / 32))))
    write(
        "arc_tangent_table.hpp",
        "/// arctan c = hi + lo for c in the middle of 32 slices a binade, from 1/8 to 16.\n"
        "struct ArcTangentRow {\n  double hi;\n  double lo;\n};\n",
        "inline constexpr ArcTangentRow kArcTangent[224] = {\n" + rows + "};\n",
    )


def arc_sine_table():
    rows = ""
    for i in range(49):
        c = mpf(i) / 64
        terms = taylor(asin, c, 10)
        rows += row(*pair(asin(c)), terms[1] - 1, *terms[2:])
    write(
        "arc_sine_table.hpp",
        "/// arcsin c = hi + lo and Taylor's terms at c = i / 64: the first less 1, then 2 to 10.\n"
        "struct ArcSineRow {\n  double hi;\n  double lo;\n  double slope_less_one;\n  double term[9];\n};\n",
        "inline constexpr ArcSineRow kArcSine[49] = {\n" + nested(rows) + "};\n",
    )


def error_function_table():
    rows = ""
    for i in range(4, 96):
        c = (mpf(i) + mpf(1) / 2) / 16
        # d^k/dx^k erf = (-1)^(k-1) H_(k-1)(x) 2/sqrt(pi) e^(-x^2), H Hermite's polynomials.
        hermite = [mpf(1), 2 * c]
        for k in range(2, 12):
            hermite.append(2 * c * hermite[k - 1] - 2 * (k - 1) * hermite[k - 2])
        scale = 2 / sqrt(pi) * exp(-c * c)
        terms = [(-1) ** (k - 1) * hermite[k - 1] * scale / factorial(k) for k in range(1, 12)]
        rows += row(*pair(erf(c)), pair(terms[0])[1], *terms)
    write(
        "error_function_table.hpp",
        "/// erf c = hi + lo and Taylor's terms 1 to 11 at c = (i + 4.5) / 16.\n"
        "struct ErrorFunctionRow {\n  double hi;\n  double lo;\n  double slope_lo;  // what term[0] lost by rounding\n  double term[11];\n};\n",
        "inline constexpr ErrorFunctionRow kErrorFunction[92] = {\n" + nested(rows) + "};\n",
    )


def nested(rows):
    """Braces around all but a row's first three numbers."""
    out = ""
    for line in rows.splitlines():
        numbers = line.strip()[1:-2].split(", ")
        out += "    {" + ", ".join(numbers[:3]) + ", {" + ", ".join(numbers[3:]) + "}},\n"
    return out


def remez(function, degree, low, high, weight):
    """Coefficients, lowest first, of the polynomial p that makes weight (p - function) least at its worst.

    Remez' exchange on `degree` + 2 points; `weight` is not 0 within [low, high].
    """
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (degree + 1)) for i in range(degree + 2)]
    grid = [low + (high - low) * mpf(i) / 1000 for i in range(1001)]
    for _ in range(8):
        system = matrix(degree + 2, degree + 2)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                system[i, j] = x**j
            system[i, degree + 1] = (-1) ** i / weight(x)
        solved = lu_solve(system, matrix([function(x) for x in points]))
        coefficients = [solved[j] for j in range(degree + 1)]
        errors = [weight(x) * (polyval(coefficients[::-1], x) - function(x)) for x in grid]
        points, start = [], 0
        for i in range(1, len(grid) + 1):  # the extreme of each run of one sign
            if i == len(grid) or errors[i] * errors[start] < 0:
                points.append(grid[max(range(start, i), key=lambda k: abs(errors[k]))])
                start = i
        if len(points) != degree + 2:
            raise ArithmeticError(f"{len(points)} extremes, not {degree + 2}: widen or lower the degree")
    return coefficients, max(abs(error) for error in errors)


def print_polynomials():
    """Those of logarithm.cpp, for arguments away from 1, where |r| is at most 0.0056."""
    end = mpf("0.0056")
    for name, base in (("log", exp(1)), ("log2", mpf(2))):
        # (log(1 + r) - r) / r^2, whose own weight is r^2; 0 itself is not on the even grid.
        curve = lambda r: (log(1 + r) - r) / r**2 / log(base)
        coefficients, error = remez(curve, 5, -end, end * mpf("0.9999"), lambda r: r**2)
        print(name, f"error 2^{float(log(error, 2)):.1f}:", ", ".join(float(c).hex() for c in coefficients))


def pi_at(bits):
    mp.prec = bits + 64
    return +pi


if __name__ == "__main__":
    if "--polynomials" in sys.argv:
        print_polynomials()
        sys.exit()
    exp_table()
    log_table()
    sine_table()
    arc_tangent_table()
    arc_sine_table()
    error_function_table()
    two_over_pi_table()
