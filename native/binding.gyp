# Builds the addon and nothing else: `node scripts/build-native.mjs`. The engine is a static library
# without exceptions and RTTI; only the addon's own files may throw.
{
  'variables': {
    'version': '<!(node -p "require(\'../package.json\').version")',
  },
  'target_defaults': {
    'include_dirs': ['.'],
    'cflags_cc!': ['-std=gnu++17', '-std=gnu++20', '-std=gnu++2a', '-fno-exceptions', '-fno-rtti'],
    'cflags_cc': [
      '-std=c++20', '-O3', '-Wall', '-Wextra', '-Wno-psabi',
      '-ffp-contract=off', '-fno-trapping-math', '-fno-math-errno', '-fvisibility=hidden',
    ],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'c++20',
      'CLANG_CXX_LIBRARY': 'libc++',
      'MACOSX_DEPLOYMENT_TARGET': '12.0',
      'GCC_OPTIMIZATION_LEVEL': '3',
      'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
      'OTHER_CPLUSPLUSFLAGS': ['-ffp-contract=off', '-fno-trapping-math', '-fno-math-errno'],
    },
    'msvs_settings': {
      'VCCLCompilerTool': { 'AdditionalOptions': ['/std:c++20', '/O2', '/fp:precise'] },
    },
    'defines': ['NDEBUG', 'NOMINMAX'],
  },
  'targets': [
    {
      'target_name': 'engine',
      'type': 'static_library',
      'sources': ['<!@(node sources.mjs engine)'],
      'cflags_cc': [
        '-fno-exceptions', '-fno-rtti',
        # A kernel whose loop straddles cache lines is slower: docs/maths/matrix-kernels.md.
        '-falign-loops=64',
        # The warnings of native/CMakeLists.txt, so that either build can be the one that refuses them.
        '-Wpedantic', '-Wconversion', '-Wshadow', '-Wno-restrict',
      ],
      'xcode_settings': { 'GCC_ENABLE_CPP_EXCEPTIONS': 'NO', 'GCC_ENABLE_CPP_RTTI': 'NO' },
    },
    {
      'target_name': 'crystalline',
      'dependencies': ['engine'],
      'sources': ['<!@(node sources.mjs addon)'],
      'include_dirs': ['<!(node -p "require(\'node-addon-api\').include_dir")'],
      'defines': [
        'NAPI_VERSION=8',
        'NAPI_CPP_EXCEPTIONS',
        'NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED',
        'CRYSTALLINE_VERSION="<(version)"',
      ],
      'cflags_cc': ['-fexceptions'],
      'ldflags': ['-Wl,--as-needed'],
      'xcode_settings': { 'GCC_ENABLE_CPP_EXCEPTIONS': 'YES' },
      'msvs_settings': { 'VCCLCompilerTool': { 'ExceptionHandling': 1 } },
    },
  ],
}
