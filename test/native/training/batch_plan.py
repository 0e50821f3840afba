"""Known answers of batch_plan_test.cpp: Philox4x32-10 written from the paper, apart from the engine.

python3 test/native/training/batch_plan.py
"""

MASK = 0xFFFFFFFF


def philox(counter, key):
    for _ in range(10):
        a = 0xD2511F53 * counter[0]
        b = 0xCD9E8D57 * counter[2]
        counter = [(b >> 32) ^ counter[1] ^ key[0], b & MASK, (a >> 32) ^ counter[3] ^ key[1], a & MASK]
        key = [(key[0] + 0x9E3779B9) & MASK, (key[1] + 0xBB67AE85) & MASK]
    return counter


def offset(seed, tokens, context, step, sequence):
    batches = 2  # base::RandomStream::kBatches
    words = philox([step & MASK, step >> 32, sequence, batches], [seed & MASK, seed >> 32])
    return ((words[0] << 32 | words[1]) * (tokens - context)) >> 64


for step, sequence in [(1, 0), (1, 1), (1, 11), (2, 0), (500, 3), (2**40 + 1, 7)]:
    print(f'  EXPECT_EQ(plan.offset({step}, {sequence}), {offset(1, 1071285, 64, step, sequence)}U);')
