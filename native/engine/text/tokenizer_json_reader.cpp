#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/base/json.hpp"
#include "engine/base/utf8.hpp"
#include "engine/text/byte_alphabet.hpp"
#include "engine/text/tokenizer_json.hpp"

namespace crystalline::text {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Error corrupt(const std::string& what) {
  return {ErrorCode::kCorrupt, "The tokenizer.json is damaged: " + what + "."};
}

Error unsupported(const std::string& what) {
  return {ErrorCode::kUnsupported, "The tokenizer.json has " + what +
                                       ", which is not supported: only byte-level BPE as GPT-2's "
                                       "is, and what this program writes."};
}

/// Member `key` of an object; nullptr: absent or null.
const Json* given(const Json& json, std::string_view key) {
  const Json* member = json.member(key);
  return member == nullptr || std::holds_alternative<std::nullptr_t>(member->value) ? nullptr
                                                                                    : member;
}

bool is_type(const Json* json, std::string_view type) {
  const Json* name = json == nullptr ? nullptr : json->member("type");
  return name != nullptr && name->text() != nullptr && *name->text() == type;
}

bool is_flag(const Json* json, std::string_view key, bool value) {
  const Json* member = json == nullptr ? nullptr : json->member(key);
  const bool* flag = member == nullptr ? nullptr : std::get_if<bool>(&member->value);
  return flag != nullptr && *flag == value;
}

/// The texts of all ids, added tokens included: every id from 0 on has exactly one.
Result<std::vector<std::string>> read_vocabulary(const Json& json, const Json& model,
                                                 std::vector<Token>& specials) {
  const Json* vocab = model.member("vocab");
  const Json::Object* entries = vocab == nullptr ? nullptr : vocab->object();
  if (entries == nullptr) return corrupt("it has no vocabulary");
  std::vector<std::optional<std::string>> texts;
  const auto place = [&](const std::string& text, const Json& id) {
    const std::uint64_t* number = id.number();
    if (number == nullptr || *number >= kMostTokens) return false;
    if (*number >= texts.size()) texts.resize(*number + 1);
    if (texts[*number] && *texts[*number] != text) return false;
    texts[*number] = text;
    return true;
  };
  for (const auto& [text, id] : *entries) {
    if (!place(text, id)) return corrupt("the id of \"" + text + "\" is not one of its own");
  }
  if (const Json* added = given(json, "added_tokens")) {
    if (added->array() == nullptr) return corrupt("added_tokens is no list");
    for (const Json& token : *added->array()) {
      const Json* content = token.member("content");
      const Json* id = token.member("id");
      if (content == nullptr || content->text() == nullptr || id == nullptr ||
          !place(*content->text(), *id)) {
        return corrupt("an added token has no text or no id of its own");
      }
      specials.push_back(static_cast<Token>(*id->number()));
    }
  }
  std::vector<std::string> all;
  std::unordered_set<std::string> seen;
  for (auto& text : texts) {
    if (!text) return unsupported("ids that belong to no token");
    if (!seen.insert(*text).second) return corrupt("\"" + *text + "\" has two ids");
    all.push_back(std::move(*text));
  }
  return all;
}

/// The bytes that a byte-level text stands for; absent: a character stands for no byte.
std::optional<std::string> bytes_of(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text.substr(at));
    const int byte = point.bytes == 0 ? -1 : byte_of_character(point.value);
    if (byte < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
    at += point.bytes;
  }
  return bytes;
}

/// The two texts of a merge: "a b", or a list of two.
std::optional<std::pair<std::string, std::string>> sides_of(const Json& merge) {
  if (const std::string* text = merge.text()) {
    const std::size_t space = text->find(' ');
    if (space == std::string::npos) return std::nullopt;
    return std::pair(text->substr(0, space), text->substr(space + 1));
  }
  const Json::Array* items = merge.array();
  if (items == nullptr || items->size() != 2 || (*items)[0].text() == nullptr ||
      (*items)[1].text() == nullptr) {
    return std::nullopt;
  }
  return std::pair(*(*items)[0].text(), *(*items)[1].text());
}

Result<std::vector<Merge>> read_merges(const Json::Array& list,
                                       const std::vector<std::string>& texts) {
  std::unordered_map<std::string_view, Token> ids;
  for (std::size_t id = 0; id < texts.size(); ++id) ids.emplace(texts[id], static_cast<Token>(id));
  const auto find = [&](const std::string& text) -> const Token* {
    const auto found = ids.find(text);
    return found == ids.end() ? nullptr : &found->second;
  };
  std::vector<Merge> merges;
  for (const Json& item : list) {
    const auto sides = sides_of(item);
    if (!sides) return corrupt("merge " + std::to_string(merges.size()) + " is not two texts");
    const Token* left = find(sides->first);
    const Token* right = find(sides->second);
    const Token* made = find(sides->first + sides->second);
    if (left == nullptr || right == nullptr || made == nullptr) {
      return corrupt("merge " + std::to_string(merges.size()) + " names tokens that are not there");
    }
    merges.push_back({*left, *right, *made});
  }
  return merges;
}

Result<Tokenizer> characters(const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> points;
  for (const std::string& text : texts) {
    const base::CodePoint point = text.empty() ? base::CodePoint{} : base::decode_utf8(text);
    if (point.bytes == 0 || point.bytes != text.size() ||
        (!points.empty() && point.value <= points.back())) {
      return unsupported("a vocabulary without merges that is not characters in order");
    }
    points.push_back(point.value);
  }
  if (points.empty()) return corrupt("its vocabulary is empty");
  return Tokenizer::of_characters(std::move(points));
}

bool is_bytes_in_order(const std::vector<std::string>& tokens) {
  if (tokens.size() != 256) return false;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (tokens[byte] != std::string(1, static_cast<char>(byte))) return false;
  }
  return true;
}

Result<Tokenizer> byte_level(std::vector<std::string> texts, const Json::Array& list,
                             std::vector<Token> specials) {
  auto merges = read_merges(list, texts);
  if (!merges) return std::move(merges).error();
  for (std::size_t id = 0; id < texts.size(); ++id) {
    if (std::ranges::find(specials, id) != specials.end()) continue;
    auto bytes = bytes_of(texts[id]);
    if (!bytes) return unsupported("a token that is no bytes: " + texts[id]);
    texts[id] = std::move(*bytes);
  }
  if (merges.value().empty() && specials.empty() && is_bytes_in_order(texts)) {
    return Tokenizer::build(TokenizerKind::kByte, std::string_view());
  }
  auto pairs = BytePairs::create(std::move(texts), std::move(merges).value(), std::move(specials));
  if (!pairs) return corrupt(pairs.error().message);
  return Tokenizer::of_byte_pairs(std::move(pairs).value());
}

}  // namespace

Result<Tokenizer> tokenizer_from_json(std::string_view text) {
  auto parsed = base::parse_json(text);
  if (!parsed) return corrupt(parsed.error().message);
  const Json& json = parsed.value();
  const Json* model = json.member("model");
  if (!is_type(model, "BPE")) return unsupported("a model that is not BPE");
  if (given(json, "normalizer") != nullptr) return unsupported("a normalizer");
  const Json* list = model->member("merges");
  if (list == nullptr || list->array() == nullptr) return corrupt("it has no merges");
  std::vector<Token> specials;
  auto texts = read_vocabulary(json, *model, specials);
  if (!texts) return std::move(texts).error();
  const Json* cutter = given(json, "pre_tokenizer");
  if (cutter == nullptr && list->array()->empty() && is_type(given(json, "decoder"), "Fuse")) {
    return characters(texts.value());
  }
  if (!is_type(cutter, "ByteLevel") || !is_flag(cutter, "add_prefix_space", false) ||
      is_flag(cutter, "use_regex", false)) {
    return unsupported("a pre-tokenizer that is not ByteLevel without a prefix space");
  }
  return byte_level(std::move(texts).value(), *list->array(), std::move(specials));
}

}  // namespace crystalline::text
