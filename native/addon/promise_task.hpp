#pragma once

#include <napi.h>

#include <functional>
#include <new>
#include <optional>
#include <utility>

#include "addon/errors.hpp"
#include "engine/base/result.hpp"

namespace crystalline::addon {

/// Runs `work` on a pool thread and settles a promise with what it returned: the value by way of
/// `convert`, on the JavaScript thread, or an Error with its code. Deletes itself.
template <typename Value>
class PromiseTask : public Napi::AsyncWorker {
 public:
  using Work = std::function<base::Result<Value>()>;
  using Convert = std::function<Napi::Value(Napi::Env, const Value&)>;

  static Napi::Promise start(Napi::Env env, Work work, Convert convert) {
    auto* task = new PromiseTask(env, std::move(work), std::move(convert));
    const Napi::Promise promise = task->deferred_.Promise();
    task->Queue();
    return promise;
  }

 protected:
  void Execute() override {
    try {
      result_.emplace(work_());
    } catch (const std::bad_alloc&) {
      result_.emplace(base::Error{base::ErrorCode::kOutOfMemory,
                                  "There is not enough memory. Choose a smaller model or text."});
    } catch (const std::exception& problem) {
      result_.emplace(base::Error{base::ErrorCode::kInternal, problem.what()});
    }
  }
  void OnOK() override {
    const Napi::Env env = Env();
    if (*result_) {
      deferred_.Resolve(convert_(env, result_->value()));
    } else {
      deferred_.Reject(to_js(env, result_->error()).Value());
    }
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  PromiseTask(Napi::Env env, Work work, Convert convert)
      : Napi::AsyncWorker(env, "crystalline"),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        convert_(std::move(convert)) {}

  Napi::Promise::Deferred deferred_;
  Work work_;
  Convert convert_;
  std::optional<base::Result<Value>> result_;
};

}  // namespace crystalline::addon
