/**
 * Colour maps as data: 33 evenly spaced stops each, read off the published tables; between them colours are mixed in a straight
 * line, nowhere more than 6/255 from the table.
 *
 * Sources: viridis: van der Walt, Smith 2015 (CC0). cividis: Nuñez, Anderton, Renslow, PLoS ONE 13(7), 2018.
 * batlow, vik, romaO: Crameri, Scientific colour maps 7.0.1, zenodo.5501399 (MIT).
 */
export const MAP_STOPS = {
  viridis:
    '440154 470d60 48186a 482374 472d7b 453681 424086 3f4989 3b528b 375a8d 33638d ' +
    '2f6a8e 2c728e 297a8e 26818e 23898e 21908c 1f988b 1f9f88 21a685 28ae80 31b57b ' +
    '3ebc74 4cc26c 5dc963 6ece58 82d34c 96d83f abdc32 c0df24 d5e21a eae51a fde725',
  cividis:
    '00224e 00285b 002e6a 043371 1a386f 273e6e 32436d 3b496c 434e6c 4b546c 52596d ' +
    '5a5f6e 61656f 686a71 6f7073 757676 7c7b78 848179 8b8778 938d78 9b9376 a39a75 ' +
    'aba072 b3a670 bbad6c c3b469 ccba64 d4c15f ddc958 e6d051 efd748 f8df3c fee838',
  batlow:
    '011959 08255b 0d315d 0f3b5f 114360 134b61 175262 1b5962 226061 2b655e 356a59 ' +
    '406f53 4d734d 597745 667b3e 747e38 828232 90862d a0892b b08d2e bf9035 ce923f ' +
    'dc954c e8985b f19d6b f8a27e fca891 fdaea2 fdb4b4 fdbac4 fcbfd6 fbc6e8 faccfa',
  /** Signed values: blue below 0, red above, light between. */
  vik:
    '001261 021f69 022b71 023779 034481 055189 0c5e92 1b6d9c 2f7da6 478cb1 609dbc ' +
    '79adc7 92bdd2 acccdd c5dbe6 dde6e9 ece5e0 eedacf e9cbb9 e3bba4 dcab8f d69c7b ' +
    'cf8d67 c97f55 c37243 bd6431 b3531f a5400f 942f06 832106 741506 670a07 590008',
  /** Angles: the last colour is the first. */
  romaO:
    '733957 79384c 7e3942 843d3a 8b4433 924d2f 99582c a2662c aa752f b38536 bd9741 ' +
    'c6a951 cfbb65 d4ca7a d6d68f d3dea2 cce1b2 c0e1be b0ddc7 9fd6cc 8ccccf 7abfce ' +
    '69b2cb 5da3c7 5495c0 4f86b8 4f76ae 5267a1 585993 5f4d83 664474 6c3d65 723959',
} as const;

export type MapName = keyof typeof MAP_STOPS;
