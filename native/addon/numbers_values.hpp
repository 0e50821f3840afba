#pragma once

#include <napi.h>

#include <cstdint>
#include <span>
#include <vector>

#include "addon/arguments.hpp"
#include "engine/lattice/angular_position.hpp"
#include "engine/lattice/constants.hpp"
#include "engine/lattice/prime_columns.hpp"
#include "engine/primes/abacus.hpp"
#include "engine/primes/factorisation.hpp"

// Whole numbers of 64 bits, ranges, positions and doubles between JavaScript and the engine. What
// is not as promised throws invalid-argument with argument, value and allowed range.
namespace crystalline::addon {

/// A BigInt from 0 to 2^64 - 1.
[[nodiscard]] std::uint64_t read_u64(const Argument& argument);
/// {from, to}, both ends included; the engine refuses a reversed one.
[[nodiscard]] primes::PrimeRange read_range(const Argument& range);
/// A whole number that fits an int; the engine knows the rest.
[[nodiscard]] int read_threads(const Argument& threads);
/// 'founding-bracket' or 'true-twins'; absent: the engine's own choice.
[[nodiscard]] lattice::DoublingSet read_doubling(const Argument& argument);
[[nodiscard]] lattice::AngularInput read_angular_input(const Argument& input);
/// A copy: the array's owner may go on writing.
[[nodiscard]] std::vector<double> read_doubles(const Argument& argument);

[[nodiscard]] Napi::Value u64_to_js(Napi::Env env, std::uint64_t value);
[[nodiscard]] Napi::Value u64s_to_js(Napi::Env env, std::span<const std::uint64_t> values);
[[nodiscard]] Napi::Value doubles_to_js(Napi::Env env, std::span<const double> values);
[[nodiscard]] Napi::Value factors_to_js(Napi::Env env, std::span<const primes::PrimePower> factors);
[[nodiscard]] Napi::Value angular_position_to_js(Napi::Env env,
                                                 const lattice::AngularPosition& position);
[[nodiscard]] Napi::Value prime_columns_to_js(Napi::Env env, const lattice::PrimeColumns& columns);
[[nodiscard]] Napi::Value claims_to_js(Napi::Env env,
                                       std::span<const lattice::ConstantClaim> claims);

}  // namespace crystalline::addon
