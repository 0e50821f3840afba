/**
 * GLSL: how much of a pixel a point's shape covers, 0..1, soft at its edge. Codes 0..3: disc, square, diamond, triangle (SHAPES of
 * class-palette.ts), plus 8 for an outline. A point of `size` pixels is drawn size + 1 wide; below 4 pixels every shape is a disc.
 */
export const POINT_SHAPE_GLSL = /* glsl */ `
  float shapeCover(int code, vec2 coord, float size) {
    vec2 at = (coord - 0.5) * (size + 1.0);
    float reach = 0.5 * size;
    int shape = size < 4.0 ? 0 : code & 3;
    float outside;
    if (shape == 1) outside = max(abs(at.x), abs(at.y)) - reach * 0.84;
    else if (shape == 2) outside = (abs(at.x) + abs(at.y)) * 0.7071 - reach * 0.76;
    else if (shape == 3) outside = max(abs(at.x) * 0.866 - at.y * 0.5, at.y) - reach * 0.56;
    else outside = length(at) - reach;
    float cover = clamp(0.5 - outside, 0.0, 1.0);
    return code >= 8 ? cover * clamp(outside + 2.2, 0.0, 1.0) : cover;
  }
`;
