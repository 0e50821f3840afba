#include "engine/model/attention.hpp"

#include <algorithm>

#include "engine/math/elementary.hpp"
#include "engine/model/packed_matrix.hpp"
#include "engine/model/row_kernel.hpp"

namespace crystalline::model {
namespace {

/// One head's matrices within the (T, 3C) and (T, C) arrays.
struct Head {
  ConstMatrix queries;
  ConstMatrix keys;
  ConstMatrix values;
};

Head head_of(std::span<const float> queries_keys_values, const AttentionSize& size,
             std::size_t head) {
  const std::size_t stride = 3 * size.width;
  const float* const queries = queries_keys_values.data() + head * size.head_width();
  return {{queries, stride}, {queries + size.width, stride}, {queries + 2 * size.width, stride}};
}

/// Calls visit(first, rows, end) for each tile row of the triangle: rows first to end - 1.
template <typename Visit>
void for_tile_rows(std::size_t tokens, const Visit& visit) {
  const auto tile_rows = static_cast<std::size_t>(active_gemm_kernel().tile_rows);
  for (std::size_t first = 0; first < tokens; first += tile_rows) {
    const std::size_t end = std::min(first + tile_rows, tokens);
    visit(first, end - first, end);
  }
}

/// Where a head's probabilities lie: in their own part, or in the room that all heads share.
Matrix probabilities_of(std::span<float> all, const AttentionSize& size, std::size_t head) {
  const std::size_t one = size.context * size.context;
  return {all.data() + (all.size() < size.heads * one ? 0 : head * one), size.context};
}

/// One tile row's probabilities: rows first to end - 1, 0 between the diagonal and column end - 1.
void probability_rows(Matrix probabilities, const Head& head, const PackedMatrix& keys,
                      std::size_t depth, std::size_t first, std::size_t end) {
  const float scale = attention_scale(depth);
  keys.multiply({head.queries.data + first * head.queries.stride, head.queries.stride, 1},
                {0, depth}, end - first, end,
                {probabilities.data + first * probabilities.stride, probabilities.stride});
  for (std::size_t t = first; t < end; ++t) {
    float* const row = probabilities.data + t * probabilities.stride;
    attention_softmax({row, t + 1}, scale);
    std::fill(row + t + 1, row + end, 0.0F);
  }
}

void forward_head(Matrix out, Matrix probabilities, const Head& head, const AttentionSize& size,
                  const AttentionPanels& panels) {
  const std::size_t depth = size.head_width();
  const auto keys = PackedMatrix::of_transposed(head.keys, depth, size.tokens, panels.first);
  const auto values = PackedMatrix::of(head.values, size.tokens, depth, panels.second);
  for_tile_rows(size.tokens, [&](std::size_t first, std::size_t rows, std::size_t end) {
    probability_rows(probabilities, head, keys, depth, first, end);
    values.multiply({probabilities.data + first * probabilities.stride, probabilities.stride, 1},
                    {0, end}, rows, depth, {out.data + first * out.stride, out.stride});
  });
}

/// The forward pass's probabilities again, to the bit.
void probabilities_again(Matrix probabilities, const Head& head, const AttentionSize& size,
                         const AttentionPanels& panels) {
  const std::size_t depth = size.head_width();
  const auto keys = PackedMatrix::of_transposed(head.keys, depth, size.tokens, panels.first);
  for_tile_rows(size.tokens, [&](std::size_t first, std::size_t, std::size_t end) {
    probability_rows(probabilities, head, keys, depth, first, end);
  });
}

/// Gradient of the scores, into pass.scores, and of the queries.
void backward_queries(const AttentionBackward& pass, ConstMatrix d_out, ConstMatrix probabilities,
                      const Head& head, Matrix d_queries, const AttentionPanels& panels) {
  const AttentionSize& size = pass.size;
  const std::size_t depth = size.head_width();
  const float scale = attention_scale(depth);
  const auto values = PackedMatrix::of_transposed(head.values, depth, size.tokens, panels.first);
  const auto keys = PackedMatrix::of(head.keys, size.tokens, depth, panels.second);
  for_tile_rows(size.tokens, [&](std::size_t first, std::size_t rows, std::size_t end) {
    float* const tile = pass.scores.data() + first * size.context;
    values.multiply({d_out.data + first * d_out.stride, d_out.stride, 1}, {0, depth}, rows, end,
                    {tile, size.context});
    for (std::size_t r = 0; r < rows; ++r) {
      float* const row = tile + r * size.context;
      const std::size_t seen = first + r + 1;
      active_row_kernels().softmax_backward(
          row, probabilities.data + (first + r) * probabilities.stride, scale, seen);
      std::fill(row + seen, row + end, 0.0F);
    }
    keys.multiply({tile, size.context, 1}, {0, end}, rows, depth,
                  {d_queries.data + first * d_queries.stride, d_queries.stride});
  });
}

/// Gradients of the keys, from pass.scores, and of the values.
void backward_keys_values(const AttentionBackward& pass, ConstMatrix d_out,
                          ConstMatrix probabilities, const Head& head, Matrix d_keys,
                          Matrix d_values, const AttentionPanels& panels) {
  const std::size_t tokens = pass.size.tokens;
  const std::size_t context = pass.size.context;
  const std::size_t depth = pass.size.head_width();
  const auto queries = PackedMatrix::of(head.queries, tokens, depth, panels.first);
  const auto d_rows = PackedMatrix::of(d_out, tokens, depth, panels.second);
  for_tile_rows(tokens, [&](std::size_t first, std::size_t rows, std::size_t) {
    const std::size_t corner = first * context + first;
    const PackedMatrix::Range seen_by{first, tokens - first};
    queries.multiply({pass.scores.data() + corner, 1, context}, seen_by, rows, depth,
                     {d_keys.data + first * d_keys.stride, d_keys.stride});
    d_rows.multiply({probabilities.data + corner, 1, context}, seen_by, rows, depth,
                    {d_values.data + first * d_values.stride, d_values.stride});
  });
}

}  // namespace

float attention_scale(std::size_t head_width) {
  return static_cast<float>(1.0 / math::sqrt(static_cast<double>(head_width)));
}

void attention_softmax(std::span<float> row, float scale) {
  active_row_kernels().softmax(row.data(), scale, row.size());
}

void attention_forward(std::span<float> out, std::span<float> probabilities,
                       std::span<const float> queries_keys_values, const AttentionSize& size,
                       const AttentionPanels& panels) {
  for (std::size_t h = 0; h < size.heads; ++h) {
    forward_head({out.data() + h * size.head_width(), size.width},
                 probabilities_of(probabilities, size, h), head_of(queries_keys_values, size, h),
                 size, panels);
  }
}

void attention_backward(const AttentionBackward& pass, const AttentionPanels& panels) {
  const AttentionSize& size = pass.size;
  for (std::size_t h = 0; h < size.heads; ++h) {
    const Head head = head_of(pass.queries_keys_values, size, h);
    const ConstMatrix d_out{pass.d_out.data() + h * size.head_width(), size.width};
    const Matrix kept = probabilities_of(pass.probabilities, size, h);
    if (pass.probabilities.size() < size.heads * size.context * size.context) {
      probabilities_again(kept, head, size, panels);
    }
    const ConstMatrix probabilities{kept.data, kept.stride};
    float* const d_queries = pass.d_queries_keys_values.data() + h * size.head_width();
    const std::size_t stride = 3 * size.width;
    backward_queries(pass, d_out, probabilities, head, {d_queries, stride}, panels);
    backward_keys_values(pass, d_out, probabilities, head, {d_queries + size.width, stride},
                         {d_queries + 2 * size.width, stride}, panels);
  }
}

}  // namespace crystalline::model
