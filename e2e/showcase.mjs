// An answer with a block of each kind that there is, as models write them.

export const SHOWCASE = `# Bread for two days

A short plan with **what you need**, *when* to do it, ~~how not to~~ and \`how much\`: see [the tables of a mill](https://mill.example/tables) for more[^1].

## Ingredients

| What | Grams | Share |
| :--- | ---: | :---: |
| Flour, *strong* | 1,000 | 100 % |
| Water | 720 | 72 % |
| Salt | 20 | **2 %** |
| \`Levain\` from [yesterday](https://mill.example/levain) | 200 | 20 % |

The share is worked out as $p = 100 \\cdot m / m_f$, and for the whole dough:

$$
\\sum_{i=1}^{n} p_i = \\frac{100}{m_f} \\sum_{i=1}^{n} m_i
$$

## Steps

1. Mix flour and water
   - by hand, or
   - in a machine, *slowly*:
     1. two minutes
     2. a rest of twenty
2. Add salt and levain
3. Fold four times

- [x] Fed the levain
- [ ] Heated the oven

\`\`\`python
# Grams of each part for this much dough.
def parts(dough, shares):
    total = sum(shares.values())
    return {name: round(dough * share / total) for name, share in shares.items()}  # a line that is long on purpose
\`\`\`

> Time is an ingredient, too.
>
> > And so is patience.

![A loaf on a board](https://pictures.example/loaf.png)

---

### What can go wrong

Flat loaves were too *warm*, pale ones too **short** in the oven.  
Everything else is a matter of taste: äöü, 👩‍🍳, パン, خبز.

[^1]: They list the protein of each flour, with \`W\` and ash.

The last line of it.
`;

/** The last words of it in the order of the text: the footnotes stand behind it. */
export const LAST = 'The last line of it.';
