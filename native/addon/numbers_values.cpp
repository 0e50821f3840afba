#include "addon/numbers_values.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "addon/errors.hpp"
#include "addon/text_value.hpp"

namespace crystalline::addon {
namespace {

template <typename Js, typename T>
Js column_to_js(Napi::Env env, const std::vector<T>& column) {
  Js js = Js::New(env, column.size());
  std::ranges::copy(column, js.Data());
  return js;
}

Napi::Object terms_to_js(Napi::Env env, const lattice::AngularTerms& terms) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("spiral", terms.spiral);
  js.Set("index", terms.index);
  js.Set("phonetic", terms.phonetic);
  js.Set("omega", terms.omega);
  js.Set("psi", terms.psi);
  return js;
}

}  // namespace

std::uint64_t read_u64(const Argument& argument) {
  bool exact = false;
  if (argument.value.IsBigInt()) {
    const std::uint64_t value = argument.value.As<Napi::BigInt>().Uint64Value(&exact);
    if (exact) return value;
  }
  throw_invalid(argument.value.Env(), argument.name +
                                          " must be a BigInt from 0 to 18446744073709551615, not " +
                                          argument.value.ToString().Utf8Value() + ".");
}

primes::PrimeRange read_range(const Argument& range) {
  return {.from = read_u64(range.member("from")), .to = read_u64(range.member("to"))};
}

int read_threads(const Argument& threads) {
  return static_cast<int>(threads.whole(std::numeric_limits<int>::max()));
}

lattice::DoublingSet read_doubling(const Argument& argument) {
  if (argument.absent()) return lattice::kDefaultDoubling;
  const std::string name = argument.text();
  if (name == "founding-bracket") return lattice::DoublingSet::kFoundingBracket;
  if (name == "true-twins") return lattice::DoublingSet::kTrueTwins;
  throw_invalid(argument.value.Env(),
                argument.name + " must be 'founding-bracket' or 'true-twins', not '" + name + "'.");
}

lattice::AngularInput read_angular_input(const Argument& input) {
  return {.prime = read_u64(input.member("p")),
          .index = read_u64(input.member("k")),
          .dimension = read_u64(input.member("n")),
          .wavelength_m = input.member("lambda").number(),
          .doubling = read_doubling(input.member("doubling"))};
}

std::vector<double> read_doubles(const Argument& argument) {
  const Napi::Float64Array given = argument.doubles();
  return {given.Data(), given.Data() + given.ElementLength()};
}

Napi::Value u64_to_js(Napi::Env env, std::uint64_t value) { return Napi::BigInt::New(env, value); }

Napi::Value u64s_to_js(Napi::Env env, std::span<const std::uint64_t> values) {
  Napi::BigUint64Array js = Napi::BigUint64Array::New(env, values.size());
  std::ranges::copy(values, js.Data());
  return js;
}

Napi::Value doubles_to_js(Napi::Env env, std::span<const double> values) {
  Napi::Float64Array js = Napi::Float64Array::New(env, values.size());
  std::ranges::copy(values, js.Data());
  return js;
}

Napi::Value factors_to_js(Napi::Env env, std::span<const primes::PrimePower> factors) {
  Napi::Array js = Napi::Array::New(env, factors.size());
  for (std::uint32_t i = 0; i < factors.size(); ++i) {
    Napi::Object power = Napi::Object::New(env);
    power.Set("prime", u64_to_js(env, factors[i].prime));
    power.Set("exponent", factors[i].exponent);
    js.Set(i, power);
  }
  return js;
}

Napi::Value angular_position_to_js(Napi::Env env, const lattice::AngularPosition& position) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("terms", terms_to_js(env, position.terms));
  js.Set("theta", position.theta);
  js.Set("clockHour", position.clock_hour);
  js.Set("clockMinute", position.clock_minute);
  js.Set("group", position.group);
  js.Set("plimptonRow", position.plimpton_row);
  js.Set("distance", u64_to_js(env, position.distance));
  js.Set("nearBoundary", position.near_boundary);
  return js;
}

Napi::Value prime_columns_to_js(Napi::Env env, const lattice::PrimeColumns& columns) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("primes", column_to_js<Napi::Uint32Array>(env, columns.primes));
  js.Set("places", column_to_js<Napi::Uint32Array>(env, columns.places));
  js.Set("spiral", column_to_js<Napi::Float32Array>(env, columns.spiral));
  js.Set("omega", column_to_js<Napi::Float32Array>(env, columns.omega));
  js.Set("psi", column_to_js<Napi::Float32Array>(env, columns.psi));
  return js;
}

Napi::Value claims_to_js(Napi::Env env, std::span<const lattice::ConstantClaim> claims) {
  Napi::Array js = Napi::Array::New(env, claims.size());
  for (std::uint32_t i = 0; i < claims.size(); ++i) {
    Napi::Object claim = Napi::Object::New(env);
    claim.Set("name", text(env, claims[i].name));
    claim.Set("value", text(env, claims[i].value));
    claim.Set("claim", text(env, claims[i].claim));
    claim.Set("check", text(env, claims[i].check));
    claim.Set("verdict", text(env, lattice::verdict_name(claims[i].verdict)));
    js.Set(i, claim);
  }
  return js;
}

}  // namespace crystalline::addon
