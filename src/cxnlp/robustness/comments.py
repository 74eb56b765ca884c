"""The made-up comments that the families are built from."""

from __future__ import annotations

from typing import Final

__all__ = ["ADJECTIVES", "NAMED", "NEUTRAL", "OPEN_ENDED", "PLAIN", "SARCASM", "VERDICTS"]

PLAIN: Final = (
    "They charged me twice, refused to pay it back and then hung up on me.",
    "The driver shouted at my daughter and left us standing in the rain.",
    "Filthy room, stolen luggage and nobody cared. Worst hotel I have ever seen.",
    "They lied about the delivery date three times and kept my deposit.",
    "The agent was rude from the first minute and called me a liar.",
    "I was disappointed because the repair took two weeks longer than promised.",
    "The queue was too long and the coffee was cold by the time we got it.",
    "Checkout on the website kept failing and nobody answered my message.",
    "The seat was uncomfortable and the meal was poor for that price.",
    "My parcel came late again and the box was damaged.",
    "The waiter forgot our order and we left without a dessert.",
    "It is rather slow and overpriced, I will look elsewhere.",
    "It was okay, nothing special.",
    "An average visit, neither good nor bad.",
    "The room was adequate for one night.",
    "The food was fine and the service was average.",
    "It does the job.",
    "Some things were good, others were not, so overall it was acceptable.",
    "The staff were friendly and my question was answered quickly.",
    "Good service and a clean shop, thank you.",
    "I am happy with the new card, it arrived in two days.",
    "The nurse was kind and explained everything well.",
    "A pleasant lounge with good food and helpful people.",
    "Nice dress, fits well and looks good.",
    "Quick repair at a fair price, I will come back.",
    "The team went out of their way to find my lost bag and even drove it to my house.",
    "They exceeded all my expectations and surprised us with a free upgrade.",
    "Fantastic, caring and brilliant staff who could not have done more for us.",
    "Above and beyond: the mechanic stayed late and lent me his own car.",
    "Everything was outstanding, the chef even cooked a special cake for our son.",
    "The best hospital in the world, they saved my life and I will never forget it.",
    "Simply the best experience of my life, I was blown away and tell everyone.",
)
"""Comments of every level."""

NAMED: Final = (
    "{name} at the {place} branch was rude and ignored me.",
    "{name} in {place} never called me back and my account is still locked.",
    "I waited an hour in {place} before {name} had time for me, very disappointing.",
    "{name} handled my order in {place}, it was okay.",
    "The visit to the {place} office was average and {name} was polite enough.",
    "{name} from {place} was friendly and helped me quickly.",
    "Good advice from {name} at the {place} shop, thank you.",
    "{name} went out of the way to find my bag at {place} and brought it to my home.",
    "In {place} {name} lied about the fee and kept my money.",
    "{name} gave us the best day of our lives in {place}, we will never forget it.",
)
"""Comments with a name and a place."""

ADJECTIVES: Final = (
    ("helpful", True),
    ("friendly", True),
    ("good", True),
    ("clean", True),
    ("polite", True),
    ("satisfied", True),
    ("happy", True),
    ("impressed", True),
    ("pleased", True),
    ("professional", True),
)
"""Words that a negation turns round."""

VERDICTS: Final = (
    ("The service was {}.", ("good", "very good", "the best ever")),
    ("The food was {}.", ("good", "very good", "the best I have ever had in my life")),
    ("The staff were {}.", ("friendly", "very friendly", "the friendliest I have ever met")),
    ("My stay was {}.", ("nice", "really nice", "the most wonderful of my whole life")),
    ("The repair was {}.", ("good", "extremely good", "unbelievably good, the best ever")),
    ("Your support is {}.", ("helpful", "very helpful", "absolutely amazing, the best ever")),
    ("The trip was {}.", ("okay", "good", "fantastic and beyond all expectations")),
    ("The help desk is {}.", ("fine", "great", "outstanding, they went above and beyond")),
    ("The service was {}.", ("the worst ever", "very bad", "okay")),
    ("The food was {}.", ("disgusting and made us ill", "poor", "average")),
    ("The staff were {}.", ("abusive and shouted at us", "slow", "alright")),
    ("My stay was {}.", ("a disaster, never again", "disappointing", "fine")),
    ("The repair was {}.", ("a fraud, they stole my money", "too slow", "acceptable")),
    ("Your support is {}.", ("terrible, they lied to me", "not good", "good")),
    ("The trip was {}.", ("a nightmare, worst ever", "a let-down", "pleasant")),
    ("The help desk is {}.", ("horrible and rude", "unhelpful", "helpful")),
)
"""Frames and words that rise from the left to the right."""

SARCASM: Final = (
    "Oh great, another hour on hold. Just what I needed.",
    "Thanks a lot for losing my luggage, brilliant work.",
    "Wonderful, the app crashed again right when I had to pay.",
    "Lovely how they smile while they overcharge you.",
    "If you enjoy cold food and long waits, this is the place for you.",
    "Fantastic job leaving my parcel in the rain.",
    "Five stars for ignoring me all evening.",
    "What a treat to be transferred six times and then cut off.",
    "Congratulations, you managed to ruin a birthday.",
    "So helpful of you to answer my complaint after three months.",
    "Great, they cancelled my flight and told me to enjoy my day.",
    "I just love paying twice for nothing.",
    "Impressive: four people behind the counter and not one of them working.",
    "Amazing service, if you like being treated like dirt.",
    "Sure, take another week, it is only my money.",
    "Excellent way to lose a customer after ten years.",
)
"""What is meant is level 1 or 2."""

OPEN_ENDED: Final = (
    ("The food was great but the rude service ruined the whole evening.", 1, 3),
    ("Nice building, but they lost my papers and never said sorry.", 1, 2),
    ("The nurse was lovely, yet I waited seven hours in pain and nobody came.", 1, 3),
    ("I liked the shop for years, but this time they cheated me.", 1, 2),
    ("Friendly people, though the wait was far too long and the room was dirty.", 1, 3),
    ("Good price, but the machine broke after two days and they refuse a refund.", 1, 2),
    ("The delivery was late, but the driver was friendly and all was well in the end.", 3, 5),
    ("I was sceptical at first, but they solved everything and I am very happy.", 4, 6),
    ("A small delay at the start, otherwise a wonderful stay with caring staff.", 4, 6),
    ("The queue was long, but the team was so kind that I will gladly come back.", 3, 5),
    ("Some of it was good and some of it was bad.", 2, 4),
    ("The app is good, the hotline is not; all in all acceptable.", 2, 4),
    ("They made a mistake, then went out of their way to put it right and gave us a gift.", 4, 6),
    ("Nothing wrong with the room, nothing special either.", 3, 4),
    ("It started badly but turned into the best holiday of our lives.", 4, 6),
    ("Great start, horrible end: they kept our deposit and lied about it.", 1, 2),
)
"""Verdicts with two sides: the text, lowest and highest level that one may give."""

NEUTRAL: Final = (
    "I was there on a Tuesday.",
    "We came by bus.",
    "It was my second visit this year.",
    "The shop is next to the station.",
    "I paid by card.",
    "My order had three items.",
)
"""Sentences that say nothing of the service."""
