#include <algorithm>
#include <cassert>

#include "engine/model/attention.hpp"
#include "engine/model/embedding.hpp"
#include "engine/model/layer_norm.hpp"
#include "engine/model/linear.hpp"
#include "engine/model/row_kernel.hpp"
#include "engine/model/sampling.hpp"

namespace crystalline::model {
namespace {

/// One token's activations, cut from one piece of storage: 15 C + T floats.
struct Row {
  std::span<float> stream;               // (C) what runs past the blocks
  std::span<float> middle;               // (C)
  std::span<float> norm;                 // (C)
  std::span<float> mixed;                // (C)
  std::span<float> queries_keys_values;  // (3C)
  std::span<float> hidden;               // (4C)
  std::span<float> active;               // (4C)
  std::span<float> scores;               // (T)

  Row(std::span<float> storage, std::size_t width, std::size_t context)
      : stream(storage.subspan(0, width)),
        middle(storage.subspan(width, width)),
        norm(storage.subspan(2 * width, width)),
        mixed(storage.subspan(3 * width, width)),
        queries_keys_values(storage.subspan(4 * width, 3 * width)),
        hidden(storage.subspan(7 * width, 4 * width)),
        active(storage.subspan(11 * width, 4 * width)),
        scores(storage.subspan(15 * width, context)) {}
};

void normalise(std::span<float> out, std::span<const float> in,
               const NormParameters<const float>& parameters) {
  float mean = 0;
  float reciprocal_deviation = 0;
  layer_norm_forward(out, {{&mean, 1}, {&reciprocal_deviation, 1}}, in, parameters);
}

/// Attention of the newest token over `seen` tokens, itself included; keys and values are (T, C).
void attend(const Row& row, const float* keys, const float* values, std::size_t seen,
            const Shape& shape, PanelBuffer& panels) {
  const auto width = static_cast<std::size_t>(shape.width);
  const auto heads = static_cast<std::size_t>(shape.heads);
  const std::size_t depth = width / heads;
  for (std::size_t h = 0; h < heads; ++h) {
    const std::size_t first = h * depth;
    multiply_transposed({1, seen, depth}, {row.queries_keys_values.data() + first, width},
                        {keys + first, width}, {row.scores.data(), seen}, panels);
    attention_softmax(row.scores.first(seen), attention_scale(depth));
    multiply({1, depth, seen}, {row.scores.data(), seen}, {values + first, width},
             {row.mixed.data() + first, width}, panels);
  }
}

}  // namespace

KvCache::KvCache(const ParameterLayout& layout)
    : panels_(static_cast<std::size_t>(layout.shape().context), 1) {
  const auto blocks = static_cast<std::size_t>(layout.shape().blocks);
  const auto context = static_cast<std::size_t>(layout.shape().context);
  const auto width = static_cast<std::size_t>(layout.shape().width);
  keys_.resize(blocks * context * width);
  values_.resize(blocks * context * width);
  scratch_.resize(15 * width + context);
}

void decode(const ParameterLayout& layout, std::span<const float> weights, Token token,
            KvCache& cache, std::span<float> logits) {
  const Shape& shape = layout.shape();
  const auto width = static_cast<std::size_t>(shape.width);
  const auto context = static_cast<std::size_t>(shape.context);
  const auto vocab = static_cast<std::size_t>(shape.vocab);
  const auto position = static_cast<std::size_t>(cache.length_);
  assert(cache.length_ < shape.context && logits.size() == vocab);
  const Parameters<const float> parameters(layout, weights);
  const Row row(cache.scratch_, width, context);
  embedding_forward(row.stream, {&token, 1}, parameters.token_table(), parameters.position_table(),
                    position);
  for (int index = 0; index < shape.blocks; ++index) {
    const auto block = parameters.block(index);
    float* const keys = cache.keys_.data() + static_cast<std::size_t>(index) * context * width;
    float* const values = cache.values_.data() + static_cast<std::size_t>(index) * context * width;
    normalise(row.norm, row.stream, block.attention_norm);
    linear_forward(row.queries_keys_values, row.norm, 1, block.attention_in, {}, cache.panels_);
    std::copy_n(row.queries_keys_values.data() + width, width, keys + position * width);
    std::copy_n(row.queries_keys_values.data() + 2 * width, width, values + position * width);
    attend(row, keys, values, position + 1, shape, cache.panels_);
    linear_forward(row.middle, row.mixed, 1, block.attention_out, row.stream, cache.panels_);
    normalise(row.norm, row.middle, block.feed_norm);
    linear_forward(row.hidden, row.norm, 1, block.feed_in, {}, cache.panels_);
    active_row_kernels().gelu(row.active.data(), row.hidden.data(), false, row.hidden.size());
    linear_forward(row.stream, row.active, 1, block.feed_out, row.middle, cache.panels_);
  }
  normalise(row.norm, row.stream, parameters.final_norm());
  multiply_transposed({1, vocab, width}, {row.norm.data(), width},
                      {parameters.token_table().data(), width}, {logits.data(), vocab},
                      cache.panels_);
  ++cache.length_;
}

}  // namespace crystalline::model
