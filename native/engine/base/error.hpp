#pragma once

#include <string>
#include <utility>

namespace crystalline::base {

/// Every way an engine call can fail. The order is that of src/shared/contract/errors.ts (a test
/// compares).
enum class ErrorCode {
  kInvalidArgument,  // a value outside its range: the message names argument, value and range
  kNotFound,         // a run, corpus or file that does not exist
  kIoFailed,         // the operating system refused: the message names the path and the reason
  kCorrupt,          // a file that is truncated or changed
  kMismatch,         // a sound file that belongs to something else
  kWrongState,       // a call that the present state does not allow
  kUnsupported,      // this build or machine cannot do it
  kOutOfMemory,
  kCancelled,
  kInternal,  // a defect of the program
};

/// What went wrong, and what to do about it, in words for the user.
struct Error {
  ErrorCode code;
  std::string message;
};

/// A value outside its range; `message` names argument, value and range.
[[nodiscard]] inline Error invalid(std::string message) {
  return {ErrorCode::kInvalidArgument, std::move(message)};
}

}  // namespace crystalline::base
