#include "addon/numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "addon/errors.hpp"
#include "addon/numbers_values.hpp"
#include "addon/promise_task.hpp"
#include "engine/math/function_table.hpp"

namespace crystalline::addon {
namespace {

using Call = Napi::CallbackInfo;
using Numbers = std::vector<std::uint64_t>;

Napi::Value count_primes(const Call& call) {
  return PromiseTask<std::uint64_t>::start(
      call.Env(),
      [range = read_range(argument(call, 0, "range")),
       threads = read_threads(argument(call, 1, "threads"))] {
        return primes::count_primes(range, threads);
      },
      u64_to_js);
}

Napi::Value count_twin_pairs(const Call& call) {
  return PromiseTask<std::uint64_t>::start(
      call.Env(),
      [range = read_range(argument(call, 0, "range")),
       threads = read_threads(argument(call, 1, "threads"))] {
        return primes::count_twin_pairs(range, threads);
      },
      u64_to_js);
}

Napi::Value count_by_group(const Call& call) {
  using Groups = std::array<std::uint64_t, 12>;
  return PromiseTask<Groups>::start(
      call.Env(),
      [range = read_range(argument(call, 0, "range")),
       threads = read_threads(argument(call, 1, "threads"))] {
        return primes::count_by_group(range, threads);
      },
      [](Napi::Env env, const Groups& groups) { return u64s_to_js(env, groups); });
}

/// The first `most` primes of the range.
base::Result<Numbers> collect(primes::PrimeRange range, std::size_t most) {
  Numbers found;
  auto done = primes::for_each_prime(range, [&](std::span<const std::uint64_t> batch) {
    const std::span<const std::uint64_t> taken =
        batch.first(std::min(batch.size(), most - found.size()));
    found.insert(found.end(), taken.begin(), taken.end());
    return found.size() < most;
  });
  if (!done) return done.error();
  return found;
}

Napi::Value list_primes(const Call& call) {
  return PromiseTask<Numbers>::start(
      call.Env(),
      [range = read_range(argument(call, 0, "range")), most = argument(call, 1, "most").whole()] {
        return collect(range, most);
      },
      [](Napi::Env env, const Numbers& found) { return u64s_to_js(env, found); });
}

Napi::Value nth_prime(const Call& call) {
  return PromiseTask<std::uint64_t>::start(
      call.Env(),
      [n = read_u64(argument(call, 0, "n")), threads = read_threads(argument(call, 1, "threads"))] {
        return primes::nth_prime(n, threads);
      },
      u64_to_js);
}

Napi::Value factorise(const Call& call) {
  using Factors = std::vector<primes::PrimePower>;
  return PromiseTask<Factors>::start(
      call.Env(), [n = read_u64(argument(call, 0, "n"))] { return primes::factorise(n); },
      [](Napi::Env env, const Factors& factors) { return factors_to_js(env, factors); });
}

Napi::Value angular_position(const Call& call) {
  return PromiseTask<lattice::AngularPosition>::start(
      call.Env(),
      [input = read_angular_input(argument(call, 0, "input"))] {
        return lattice::angular_position(input);
      },
      angular_position_to_js);
}

Napi::Value lattice_primes(const Call& call) {
  return PromiseTask<lattice::PrimeColumns>::start(
      call.Env(),
      [count = argument(call, 0, "count").whole(),
       doubling = read_doubling(argument(call, 1, "doubling"))] {
        return lattice::prime_columns(count, doubling);
      },
      prime_columns_to_js);
}

Napi::Value verify_constants(const Call& call) {
  using Claims = std::vector<lattice::ConstantClaim>;
  return PromiseTask<Claims>::start(
      call.Env(), [] { return base::Result<Claims>(lattice::verify_constants()); },
      [](Napi::Env env, const Claims& claims) { return claims_to_js(env, claims); });
}

Napi::Value function_names(const Call& call) {
  Napi::Object js = Napi::Object::New(call.Env());
  for (const math::NamedFunction& function : math::named_functions()) {
    js.Set(std::string(function.name), function.of_one != nullptr ? 1 : 2);
  }
  return js;
}

Napi::Value evaluate(const Call& call) {
  const std::string name = argument(call, 0, "function").text();
  const auto function = unwrap(call.Env(), math::find_function(name));
  const Argument second = argument(call, 2, "y");
  std::vector<double> x = read_doubles(argument(call, 1, "x"));
  std::vector<double> y;
  if (function.of_two != nullptr) {
    y = read_doubles(second);
    if (x.size() != y.size()) throw_invalid(call.Env(), "y must be as long as x.");
  } else if (!second.absent()) {
    throw_invalid(call.Env(), "y must be absent: " + name + " takes one argument.");
  }
  using Values = std::vector<double>;
  return PromiseTask<Values>::start(
      call.Env(),
      [function, x = std::move(x), y = std::move(y)]() -> base::Result<Values> {
        Values out(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
          out[i] = function.of_two == nullptr ? function.of_one(x[i]) : function.of_two(x[i], y[i]);
        }
        return out;
      },
      [](Napi::Env env, const Values& values) { return doubles_to_js(env, values); });
}

}  // namespace

Napi::Object numbers_object(Napi::Env env) {
  Napi::Object js = Napi::Object::New(env);
  js.Set("countPrimes", Napi::Function::New<count_primes>(env, "countPrimes"));
  js.Set("countTwinPairs", Napi::Function::New<count_twin_pairs>(env, "countTwinPairs"));
  js.Set("countByGroup", Napi::Function::New<count_by_group>(env, "countByGroup"));
  js.Set("listPrimes", Napi::Function::New<list_primes>(env, "listPrimes"));
  js.Set("nthPrime", Napi::Function::New<nth_prime>(env, "nthPrime"));
  js.Set("factorise", Napi::Function::New<factorise>(env, "factorise"));
  js.Set("angularPosition", Napi::Function::New<angular_position>(env, "angularPosition"));
  js.Set("latticePrimes", Napi::Function::New<lattice_primes>(env, "latticePrimes"));
  js.Set("verifyConstants", Napi::Function::New<verify_constants>(env, "verifyConstants"));
  js.Set("functionNames", Napi::Function::New<function_names>(env, "functionNames"));
  js.Set("evaluate", Napi::Function::New<evaluate>(env, "evaluate"));
  return js;
}

}  // namespace crystalline::addon
