"""What people say, in the three languages: one file of sentences for each.

A file has sections that begin with `== name`. A line of a section about conversations is the kind of
contact, who got in touch (`<` they, `>` we, `-` nobody in particular) and the words, in which these
are filled in: `{contact}` whom we spoke to, `{product}` what it was about, `{count}` how many, `{city}`
where, `{day}` a day of the week. The sections `next …` hold what is to be done next in a stage.
"""
