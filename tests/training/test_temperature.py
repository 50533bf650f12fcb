import torch

from sentiment.training.temperature import divide_layer


def test_a_layer_takes_the_division_into_its_weights():
    torch.manual_seed(1)
    layer = torch.nn.Linear(4, 3)
    state = {f"head.{name}": value for name, value in layer.state_dict().items()}
    cooler = divide_layer(state, "head", by=2.5)
    inputs = torch.randn(5, 4)
    found = torch.nn.functional.linear(inputs, cooler["head.weight"], cooler["head.bias"])
    torch.testing.assert_close(found, layer(inputs) / 2.5)
