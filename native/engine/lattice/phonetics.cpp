#include "engine/lattice/phonetics.hpp"

namespace crystalline::lattice {

double phonetic_wavelength(char32_t character) {
  const bool upper = character >= U'A' && character <= U'Z';
  switch (upper ? character + (U'a' - U'A') : character) {
    case U'a':
      return 1.372;
    case U'e':
      return 0.980;
    case U'o':
      return 1.143;
    case U'u':
      return 1.225;
    case U's':
    case U'z':
      return 0.086;
    case U'f':
    case U'v':
      return 0.098;
    case U't':
    case U'd':
      return 0.114;
    case U'k':
    case U'g':
      return 0.137;
    case U'p':
    case U'b':
      return 0.171;
    case U'l':
    case U'r':
      return 0.490;
    case U'i':
    case U'w':
    case U'y':
      return 0.686;
    default:
      return kDefaultWavelength;
  }
}

}  // namespace crystalline::lattice
