#include <string>

#include "engine/model/gpt.hpp"

namespace crystalline::model {
namespace {

struct Field {
  const char* name;
  int value;
  int least;
  int most;
};

std::string out_of_range(const Field& field) {
  return std::string(field.name) + " is " + std::to_string(field.value) + ", allowed is " +
         std::to_string(field.least) + " to " + std::to_string(field.most);
}

}  // namespace

base::Result<void> validate(const Shape& shape) {
  const Field fields[] = {{"blocks", shape.blocks, 1, 24},
                          {"heads", shape.heads, 1, 32},
                          {"width", shape.width, 8, 2048},
                          {"context", shape.context, 8, 2048},
                          {"vocab", shape.vocab, 1, 65536}};
  for (const Field& field : fields) {
    if (field.value < field.least || field.value > field.most) {
      return base::Error{base::ErrorCode::kInvalidArgument, out_of_range(field)};
    }
  }
  if (shape.width % shape.heads != 0) {
    return base::Error{base::ErrorCode::kInvalidArgument,
                       "width is " + std::to_string(shape.width) + ", not a multiple of heads (" +
                           std::to_string(shape.heads) + ")"};
  }
  return {};
}

}  // namespace crystalline::model
