resource "aws_eip" "it" {
  domain = "vpc"
  tags   = { Name = var.label }
}
