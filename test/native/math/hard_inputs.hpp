#pragma once

#include <array>

// Doubles whose function value lies very close to a rounding boundary: facts from the CORE-MATH
// project's worst-case search (core-math.gitlabpages.inria.fr), a sample for each function;
// the last tangent is a find of our own random runs (0.5536 ULP in a series taken too far).
namespace crystalline::math::hard {

inline constexpr std::array<double, 48> kAtan = {
    0x1.d12ed0af1a1a3p-27, 0x1.d12ed0af1a252p-27, 0x1.af4645caec0bbp-24, 0x1.88b0d2c5d91c4p-23,
    0x1.25ced9c0d9848p-20, 0x1.c38a055ed2b99p-19, 0x1.649bd03bfd7a2p-17, 0x1.4c2e5857222cep-16,
    0x1.d716cae669015p-16, 0x1.907037a07fdd4p-15, 0x1.c38ff12ee51d3p-15, 0x1.7f949757c5e17p-14,
    0x1.80925920d418p-14,  0x1.e77e1f582331ap-13, 0x1.d8e86bb91466ap-12, 0x1.ebed2f8ba132fp-12,
    0x1.92ef8a0adca31p-11, 0x1.7657e25dd5564p-8,  0x1.0a087e40c8b8fp-3,  0x1.f141f202fb8ecp-2,
    0x1.a48640c3f3e17p-1,  0x1.9169665dbdcefp+0,  0x1.20332b370374ap+1,  0x1.73a9e0f793c3p+2,
    0x1.d7d002034442p+4,   0x1.c3a9c6b23ae9p+5,   0x1.38fa08f15a788p+6,  0x1.d110379c3a114p+6,
    0x1.e65490216f2ebp+6,  0x1.c1b01ab20405ap+8,  0x1.d49be3d9d8c4cp+10, 0x1.0819b145e285cp+13,
    0x1.52c410a3ddafep+20, 0x1.14a8553a52a75p+23, 0x1.3c383a3225af8p+24, 0x1.a7d12e830d667p+24,
    0x1.a2a914b1ebf63p+27, 0x1.2e04b43120558p+28, 0x1.ac5045d95354ap+28, 0x1.c52df977370bap+28,
    0x1.2bab2e52e037cp+29, 0x1.d5c25fe18d1a5p+30, 0x1.9f5d062505c02p+33, 0x1.0f293ae8d9b09p+36,
    0x1.1d5adc0d8027cp+39, 0x1.268ff7bb99f2ap+40, 0x1.3da4e57d9859bp+42, 0x1.c9ac495ec932ep+42};

inline constexpr std::array<double, 48> kCbrt = {
    0x1.089bc009b50eap+0, 0x1.0c91c5b7bd17ep+0, 0x1.0f0a061db2d3p+0,  0x1.2031b427123bep+0,
    0x1.38e304b9324a6p+0, 0x1.3ce1e0678d64ap+0, 0x1.4df5a6e0fe2a2p+0, 0x1.5e4055218413ap+0,
    0x1.63f71754d3cp+0,   0x1.64024dc0293fp+0,  0x1.6b0e4b457374ap+0, 0x1.6f1fc106be042p+0,
    0x1.72d6fddcb9b9p+0,  0x1.9c42cda81731p+0,  0x1.9d9524b7723bp+0,  0x1.b5186c29806d6p+0,
    0x1.b7c337bf93522p+0, 0x1.bfcdb98f914p+0,   0x1.cdf815bd74cp+0,   0x1.df1f13f97e44ep+0,
    0x1.f097c51e74966p+0, 0x1.f4d56654dff46p+0, 0x1.f5a656b21fa8p+0,  0x1.1d65c3ee57288p+1,
    0x1.214289dde80bbp+1, 0x1.2c5cb26ed8p+1,    0x1.2f9337d47c7e3p+1, 0x1.38184d88cc75fp+1,
    0x1.46475daab4575p+1, 0x1.5971530717dc7p+1, 0x1.643c35bf1bp+1,    0x1.6bd8f812972p+1,
    0x1.8281bdd6e6ed9p+1, 0x1.8424add6d8f4p+1,  0x1.888934d77d085p+1, 0x1.92939a44d11b7p+1,
    0x1.95f694d04p+1,     0x1.ade4e0e0cp+1,     0x1.b7a1b49ec4d7fp+1, 0x1.c726613973403p+1,
    0x1.d2ca0a8959998p+1, 0x1.da433ee610b3dp+1, 0x1.e45d717c58423p+1, 0x1.2e76088ff058cp+2,
    0x1.3e6011bbc5c6cp+2, 0x1.89d0dfdb65914p+2, 0x1.e3509351c4b04p+2, 0x1.fadc6d1b0c8p+2};

inline constexpr std::array<double, 48> kCos = {
    0x1.69eab0985179bp+246, 0x1.465655f122fe2p-25, 0x1.ffffffffffff7p-25,  0x1.52a7fa9d2f8edp-24,
    0x1.9ce95f7528201p-23,  0x1.b0e35269b3902p-23, 0x1.55aaa002a9d73p-22,  0x1.c859ca3f5e5ffp-22,
    0x1.0781d254db08ap-19,  0x1.ae82e61f665fep-19, 0x1.08aca0c59c9d1p-18,  0x1.54e42be897b13p-17,
    0x1.651695dfb901bp-17,  0x1.23b62ec784b83p-16, 0x1.d39663acab1c2p-16,  0x1.71b34163a8163p-14,
    0x1.be8282963a7a9p-14,  0x1.cfe2e4c1fbea9p-14, 0x1.5fc9098238038p-13,  0x1.918edd69f21f7p-13,
    0x1.960b93041db33p-12,  0x1.0ce51f0385157p-11, 0x1.9edd38f0560b9p-10,  0x1.4b5b33ccc88eap-9,
    0x1.0c149b333907ep-8,   0x1.859e98f491114p-7,  0x1.018dd636b9848p-5,   0x1.6f570799971b4p-4,
    0x1.c9e6d4df66c75p-4,   0x1.987c9e563678bp-3,  0x1.e6ab2bfa47082p-3,   0x1.522dfbe985139p-2,
    0x1.332a4025d99a4p-1,   0x1.c7692b1f76b6p-1,   0x1.ec96b79c133b6p-1,   0x1.79b718b8c0ff5p+0,
    0x1.c8d3b6fe95293p+1,   0x1.ec83d9647c1fap+2,  0x1.eab72d9e4a2dap+4,   0x1.71541a7598cc4p+5,
    0x1.2205f28b4a3e5p+8,   0x1.a3f9521a0f221p+8,  0x1.3b5d26010b429p+9,   0x1.5930efb7e1a1bp+9,
    0x1.d4c6fd87f7fe5p+9,   0x1.595ad16c32588p+10, 0x1.3b4801fd74c7ep+544, 0x1.408e81423ea13p+975};

inline constexpr std::array<double, 48> kLog = {
    0x1.63072b4e4711fp-990, 0x1.df1c7f194837p-971,  0x1.56fa86fa5b0fp-922,  0x1.cf481a6e926c7p-907,
    0x1.e71da44028914p-901, 0x1.733dbef5849cdp-856, 0x1.15e1e1e7ce3ebp-784, 0x1.d631d4480f87fp-692,
    0x1.2f7e36c180aafp-577, 0x1.1c6a7ffb6cbd3p-495, 0x1.2c4373f161a9cp-494, 0x1.81918158091ddp-465,
    0x1.74a83901c0addp-434, 0x1.459188a289f4p-396,  0x1.77146262b5afdp-267, 0x1.172e7ec76ac09p-173,
    0x1.6645b5571d009p-152, 0x1.8c65e6c0d6ce4p-92,  0x1.09634a89f6319p-76,  0x1.72dce5c066117p-55,
    0x1.ffffffffc32p-1,     0x1.c4fb8be3fc969p+7,   0x1.c8c91d00781efp+13,  0x1.30c6b5a95282ap+117,
    0x1.867dc729905a6p+130, 0x1.2ea36e4f8d917p+150, 0x1.7a31ae190e557p+233, 0x1.cd0bd6c74e671p+257,
    0x1.cde5a4d66cc32p+281, 0x1.01c7416ecd917p+282, 0x1.5f7cfb82b794bp+308, 0x1.447173bf6c642p+325,
    0x1.d325e7b3608a6p+342, 0x1.45581cf9c3585p+344, 0x1.57642bf38c4f4p+375, 0x1.9c84ab71996eap+436,
    0x1.5e43e25a40233p+474, 0x1.5341183e13d5fp+601, 0x1.e244f09211534p+631, 0x1.8b19e2a02a97dp+696,
    0x1.11aaa96ccf58bp+716, 0x1.b47e8e4fb9231p+800, 0x1.9bdadc2b3a3e4p+824, 0x1.7ceeefab093ap+852,
    0x1.faae6938f44acp+869, 0x1.dca74008c34bap+944, 0x1.5d8b9a55c8141p+961, 0x1.1fe47c5a4b5ddp+986};

inline constexpr std::array<double, 48> kSin = {
    0x1.4c96c11134d36p+578, 0x1.065c829d6873p+41,    0x1.682f82638bfb9p-19,
    0x1.4e4e8223ed43cp-18,  0x1.97d5db8fc4d72p-18,   0x1.98071605b3c6bp-18,
    0x1.210dd37c330a3p-17,  0x1.276c9bca209d1p-17,   0x1.9f393f24d490cp-16,
    0x1.a9c945e2a95efp-16,  0x1.5a46b8b56c5dcp-15,   0x1.0c2dd379aed31p-14,
    0x1.7a51239b95fdp-14,   0x1.8c0f0081a414p-14,    0x1.979340d3bb1bcp-14,
    0x1.ded14dcb3584ep-14,  0x1.570f91349a927p-13,   0x1.bff27997b03efp-12,
    0x1.11f4215c966ffp-11,  0x1.0aef7214a6da2p-10,   0x1.f8544f874b865p-9,
    0x1.3bce2c41e1dedp-7,   0x1.83f2b58174314p-6,    0x1.4e0ddaf244514p-5,
    0x1.eae9b741f2579p-4,   0x1.8e0e65235bad5p-2,    0x1.cd08783fd1962p-2,
    0x1.5ad03d1c10021p+1,   0x1.69980a50bf474p+2,    0x1.bd971d9bdbaep+2,
    0x1.df64666fb88c3p+4,   0x1.6b96334a9903ep+5,    0x1.c57563e8eaa32p+5,
    0x1.cbc479ed0a1e1p+5,   0x1.d00f1f2c3ddefp+5,    0x1.de710af42acb7p+6,
    0x1.e8a73dacaff87p+6,   0x1.0abcbc7049a66p+7,    0x1.e474e2bbb60c9p+7,
    0x1.6867e166191a6p+10,  0x1.59af9a1194efep+55,   0x1.b7c1e975e8fecp+120,
    0x1.6b5dc9f2e85dap+268, 0x1.c945b5e25f07cp+354,  0x1.01b5d89b91aeap+707,
    0x1.3d6cc82a3f3cap+884, 0x1.549674dcdb76ap+1023, 0x1.a81d976f951d7p+1023};

inline constexpr std::array<double, 49> kTan = {
    0x1.250bfe1b083b5p-26, 0x1.4f747439b347ap-25, 0x1.4f747439b34a3p-25, 0x1.7fffffffffff6p-24,
    0x1.4360a7a7d5057p-23, 0x1.6e106eaf7e6bdp-22, 0x1.14b2b5c08bc0fp-21, 0x1.51adbd963f5dbp-20,
    0x1.3741b160a954cp-19, 0x1.7481b3ea3570fp-19, 0x1.7f12fc0c19eap-19,  0x1.81c5052d62cd6p-19,
    0x1.f6b2d64c69806p-19, 0x1.3512beb32918ep-18, 0x1.d2f871f39d694p-17, 0x1.ddeaa163d1d41p-16,
    0x1.fb4a48ad781a8p-16, 0x1.3e6fdb62ec65ep-15, 0x1.412363fedd7b1p-15, 0x1.47e5cde1aa367p-15,
    0x1.505855e5bb675p-15, 0x1.655cb44dd1819p-14, 0x1.501539a63e6d6p-13, 0x1.1e73e84868c86p-12,
    0x1.217584952a7efp-12, 0x1.4c5291b6c719ap-12, 0x1.62294099ecc21p-10, 0x1.d27012f70188fp-9,
    0x1.5d57d492858a5p-7,  0x1.5fec40c5accaep-7,  0x1.8466df40dfe1ap-7,  0x1.000ee51bdc248p-6,
    0x1.058236e175b42p-5,  0x1.613343cb5297dp-5,  0x1.a9aaf5c905dbfp-3,  0x1.b583bdc3fa9f4p-3,
    0x1.2f9bf3d27809bp-1,  0x1.30eceb570684cp-1,  0x1.6414c5668033dp-1,  0x1.79d4fa710ap+0,
    0x1.8d8088118c67p+1,   0x1.d0a79d70e278dp+1,  0x1.eda869f06cd33p+1,  0x1.1d246e2f4ff2bp+3,
    0x1.4855f438ea6ecp+3,  0x1.4d18f6678f702p+3,  0x1.855c38619ee04p+4,  0x1.f01975a99a8eep+4,
    0x1.8286061cb7d94p+2};

inline constexpr std::array<double, 48> kTanh = {
    0x1.250bfe1b082eep-26, 0x1.0a402fcc792a6p-25, 0x1.61246d6ad9aefp-25, 0x1.695b9b149a438p-24,
    0x1.c9cc3a65e2a3bp-24, 0x1.ec9baf60b9f8ep-24, 0x1.2b076f131c9e7p-23, 0x1.56950d0d850fp-22,
    0x1.178eb180958p-21,   0x1.115e32ea73376p-20, 0x1.7cd5c8f9404c1p-20, 0x1.21f1929da1283p-19,
    0x1.44084565d73c6p-18, 0x1.245fe4156ae3p-17,  0x1.51e7c023a6b1cp-17, 0x1.6a63b8a5622fep-17,
    0x1.715352c2db382p-17, 0x1.974b6029b78d6p-17, 0x1.400637c6ce157p-15, 0x1.4ada5bce97e47p-15,
    0x1.d9cc820aa21b3p-14, 0x1.75232ba7ac8a3p-13, 0x1.c0daeb1181adp-13,  0x1.cb9b5d09e5f8p-12,
    0x1.74a57ab8471e9p-11, 0x1.8f9e71966b601p-11, 0x1.e47e8cf9ce615p-9,  0x1.8e6b64039eff2p-8,
    0x1.0d878fd00f581p-7,  0x1.cdbd06244ec96p-7,  0x1.d5dbc85f5306ep-7,  0x1.5aa9e2fe213d7p-6,
    0x1.e3d6e3d088c7bp-6,  0x1.614f9f02356dp-5,   0x1.d57c47add814dp-5,  0x1.b1f044a4190c6p-4,
    0x1.ba4dc89ffb29ap-4,  0x1.94f1d30f7ae3p-3,   0x1.090d914352672p-2,  0x1.09810237b29c1p-2,
    0x1.1556d6eac3677p-2,  0x1.0034d5bff2f0cp-1,  0x1.7186b52fa164cp-1,  0x1.7f2bcd564a004p-1,
    0x1.2fc55397b8383p+0,  0x1.fd6cd6bb1b227p+0,  0x1.f4101c6504d21p+2,  0x1.f94a3b4fcb3e1p+3};

struct Pair {
  double y;
  double x;
};
inline constexpr std::array<Pair, 48> kAtan2 = {{{0x1.5ede3fe71dp+51, 0x1.19db56ef5dff5p+52},
                                                 {0x1.dbbd447f7ab74p+52, 0x1.8a54bbb13154fp+52},
                                                 {-0x1.0000000000001p-167, 0x1p+873},
                                                 {0x1.1d2635910066bp+53, 0x1.bf3d1b73e0324p+52},
                                                 {0x1.51715e9dc86aep+53, 0x1.d2a8257c0dc8fp+52},
                                                 {0x1.0000000000001p-615, 0x1p+421},
                                                 {0x1.b4d7c81a77983p+52, 0x1.5ce503f352666p+53},
                                                 {0x1.415abf0c386f4p+53, 0x1.e587354bafaabp+52},
                                                 {0x1.c324fc6bec9dcp+51, 0x1.ef448b30f95c2p+51},
                                                 {0x1.95e2959f13765p+52, 0x1.a95553a466d11p+52},
                                                 {0x1.c9e720f74e6f4p+52, 0x1.fd8a26701afbdp+52},
                                                 {0x1.db72df9747bcp+52, 0x1.6ae0a2f125885p+52},
                                                 {0x1.2b8b85935c19dp+53, 0x1.b328f7d6e805cp+52},
                                                 {0x1.4ceb84a4a454fp+52, 0x1.0313f5fcd9969p+53},
                                                 {-0x1.ffffffffffffep-942, 0x1p+129},
                                                 {0x1.81620acbb607ap+52, 0x1.0996da0ef2ffdp+52},
                                                 {0x1.b48da5effd6dfp+53, 0x1.9506c3e618efep+53},
                                                 {0x1.07da85ee1ec62p+52, 0x1.879409cb64b15p+52},
                                                 {0x1.e73708950118cp+50, 0x1.062d81d1fdb3cp+51},
                                                 {0x1.2ff84ea3909a8p+52, 0x1.f1da1c688c371p+52},
                                                 {0x1.884b6d1899c8cp+52, 0x1.3adba44f0f0f3p+52},
                                                 {0x1.ee2f4dd94c488p+52, 0x8.f9b4cf8978c7p+48},
                                                 {0x1.14df17940003ap+52, 0x1.d63d9f36d218p+51},
                                                 {0x1.86a2fc13e69cfp+53, 0x1.7ee2aaa591a4dp+53},
                                                 {0x1.d544aebd2cd1fp+52, 0x1.24f6bd00703fcp+53},
                                                 {0x1.207b9905c2748p+53, 0x1.7fb17ca734f1fp+52},
                                                 {0x1.aa6401d8f94c7p+52, 0x1.14beb7dda96dp+53},
                                                 {0x1.fc20d109b1733p+52, 0x1.1acd337cd891bp+53},
                                                 {0x1.85830e4da8b2bp+52, 0x1.29a848b5db1f9p+53},
                                                 {0x1.fffffffffffffp-650, 0x1p+375},
                                                 {0x1.985b1a03b1fa3p+52, 0x1.fa5359a36b58bp+52},
                                                 {0x1.8e5e0fa591057p+52, 0x1.ebf1669214c2cp+52},
                                                 {0x1.519c98e96575cp+52, 0x1.ab19391af3d81p+52},
                                                 {0x1.731dd243aacaep+51, 0x1.4574b78aab6fap+52},
                                                 {0x1.954a32345962ap+51, 0x1.4357c6c41d4f4p+52},
                                                 {0x1.2b07ca14fbf62p+51, 0x1.948f43acc6626p+51},
                                                 {0x1.20303c8f3b216p+52, 0x1.0c1b17824fe1ep+52},
                                                 {0x1.ab2fc79003c4p+52, 0x1.6f3079db5b995p+52},
                                                 {0x1.1c41476249d1cp+51, 0x1.14c760ab8e98ep+51},
                                                 {0x1.7f50c5f08aa1ep+51, 0x1.35cbfdeb4b18cp+52},
                                                 {0x1.df8938c683193p+52, 0x1.1cf4e082bc2c9p+53},
                                                 {-0x0p+3, -0x1.fffffffffffffp-264},
                                                 {0x1.a2dbf005554fdp+52, 0x1.20519df1c9722p+53},
                                                 {0x1.660d9c7e38652p+51, 0x1.a0d2e7f908ec8p+51},
                                                 {0x1.e1a91e9e25074p+50, 0x1.8a32c5de89e26p+51},
                                                 {0x1.ed83889d1f02ep+52, 0x1.d22315fd1351bp+52},
                                                 {0x1.7de968f1c1b9bp+52, 0x1.212da30914bcfp+53},
                                                 {0x1.1fd36de68fcdfp+53, 0x1.e25a4cae2453bp+52}}};

}  // namespace crystalline::math::hard
