#pragma once

#include <napi.h>

#include <atomic>
#include <memory>

namespace crystalline::addon {

/// Calls a JavaScript function after engine threads have raised it: any number of times raised
/// before the call, called once. Does not keep the process alive.
class ChangeSignal {
 public:
  /// JavaScript thread.
  ChangeSignal(Napi::Env env, const Napi::Function& listener)
      : function_(Napi::ThreadSafeFunction::New(env, listener, "crystalline change", 0, 1)) {
    function_.Unref(env);
  }
  ChangeSignal(const ChangeSignal&) = delete;
  ChangeSignal& operator=(const ChangeSignal&) = delete;
  /// Nobody may raise it any more.
  ~ChangeSignal() { function_.Release(); }

  /// Any thread; never blocks.
  void raise() {
    if (raised_->exchange(true)) return;
    // Refused when the environment ends; then nobody listens.
    (void)function_.NonBlockingCall([raised = raised_](Napi::Env, Napi::Function listener) {
      raised->store(false);
      listener.Call({});
    });
  }

 private:
  // Shared with the calls under way, which may outlive the signal.
  std::shared_ptr<std::atomic<bool>> raised_ = std::make_shared<std::atomic<bool>>(false);
  Napi::ThreadSafeFunction function_;
};

}  // namespace crystalline::addon
