#pragma once

#include "addon/arguments.hpp"
#include "engine/exchange/export_weights.hpp"
#include "engine/session/session.hpp"

// JavaScript objects of engine-types.ts to the session's requests.
namespace crystalline::addon {

[[nodiscard]] text::CorpusRequest read_corpus_request(const Argument& request);
[[nodiscard]] session::RunRequest read_run_config(const Argument& config);
[[nodiscard]] training::OptimizerConfig read_optimizer(const Argument& config);
[[nodiscard]] session::SampleRequest read_sample_request(const Argument& request);
[[nodiscard]] exchange::ExportRequest read_export_request(const Argument& request);
/// The id under which a work is watched; 0: none.
[[nodiscard]] std::uint64_t read_work_id(const Argument& request);
/// The id under which a sample can be read while it is written; 0: none.
[[nodiscard]] std::uint64_t read_sample_id(const Argument& request);
[[nodiscard]] session::FrameKind read_frame_kind(const Argument& kind);

}  // namespace crystalline::addon
