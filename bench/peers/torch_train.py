#!/usr/bin/env python3
"""The PyTorch peer of `npm run bench -- train`: the same GPT-2 on the same characters, the same batch, optimiser and schedule.

Times blocks of steps and prints one line of JSON: {peer, parameters, threads, ms_per_step, tokens_per_second, rss_mb}.
"""
import argparse
import json
import math
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.register_buffer("mask", torch.full((context, context), float("-inf")).triu(1), persistent=False)

    def forward(self, x):  # x: (B, T, C)
        b, t, c = x.shape
        q, k, v = (
            part.view(b, t, self.heads, c // self.heads).transpose(1, 2) for part in self.qkv(self.ln_1(x)).split(c, 2)
        )
        scores = q @ k.transpose(-2, -1) / math.sqrt(c // self.heads) + self.mask[:t, :t]
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, c))
        return x + self.down(F.gelu(self.up(self.ln_2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self, vocabulary, blocks, heads, width, context):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads, context) for _ in range(blocks))
        self.ln_f = nn.LayerNorm(width)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, tokens, targets):
        x = self.tokens(tokens) + self.positions.weight[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits = self.ln_f(x) @ self.tokens.weight.T
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def rate(step, total=2000):  # the schedule of a run of 2,000 steps
    if step < 100:
        return 1e-3 * (step + 1) / 101
    return 1e-4 + 0.5 * (1 + math.cos(math.pi * min(1.0, (step - 100) / (total - 100)))) * 9e-4


def main():
    options = argparse.ArgumentParser()
    for name in ("blocks", "heads", "width", "context", "batch", "threads", "steps", "rounds"):
        options.add_argument(f"--{name}", type=int, required=True)
    options.add_argument("--text", required=True)
    a = options.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    text = open(a.text, encoding="utf8").read()
    index = {c: i for i, c in enumerate(sorted(set(text)))}
    ids = torch.tensor([index[c] for c in text])
    train = ids[: int(0.9 * len(ids))]
    net = Gpt(len(index), a.blocks, a.heads, a.width, a.context)
    matrices = [p for p in net.parameters() if p.dim() == 2]
    rest = [p for p in net.parameters() if p.dim() != 2]
    optimiser = torch.optim.AdamW(
        [dict(params=matrices, weight_decay=0.1), dict(params=rest, weight_decay=0.0)], lr=1e-3, betas=(0.9, 0.99)
    )

    def step(number):
        for group in optimiser.param_groups:
            group["lr"] = rate(number)
        starts = torch.randint(len(train) - a.context - 1, (a.batch,)).tolist()
        x = torch.stack([train[s : s + a.context] for s in starts])
        y = torch.stack([train[s + 1 : s + 1 + a.context] for s in starts])
        loss = net(x, y)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)

    for number in range(max(1, a.steps // 4)):
        step(number)
    times = []
    for _ in range(a.rounds):
        begin = time.perf_counter()
        for number in range(a.steps):
            step(100 + number)
        times.append((time.perf_counter() - begin) / a.steps * 1e3)
    ms = statistics.median(times)
    print(
        json.dumps(
            dict(
                peer=f"PyTorch {torch.__version__}",
                parameters=sum(p.numel() for p in net.parameters()),
                threads=a.threads,
                ms_per_step=round(ms, 3),
                tokens_per_second=round(a.batch * a.context / ms * 1e3),
                rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            )
        )
    )


if __name__ == "__main__":
    main()
